<?php

namespace Swoole\Server;

/**
 * A port that a server listens on. The server makes it: `$server->ports[0]` is the one of its constructor, whose settings and
 * callbacks are the server's; others come from {@see \Swoole\Server::listen()}. It can't be created with `new`.
 *
 * A port of `listen()` has the server's settings with its own laid over them, and the server's callback for an event where it
 * has none of its own. What it speaks:
 *
 *  - datagrams, if its socket is for these: the callback `packet`;
 *  - else what its settings say: `open_websocket_protocol` (which includes HTTP), `open_http_protocol`;
 *  - else what its own callbacks are for: `message` or `open`, `receive`, `request`;
 *  - else plain TCP, if it was given any settings, be it none: `$port->set([])`;
 *  - else what the first port speaks, packages of plain TCP included.
 *
 *     $chat = new Swoole\WebSocket\Server('0.0.0.0', 9501);
 *     $internal = $chat->listen('127.0.0.1', 9502, SWOOLE_SOCK_TCP);
 *     $internal->set(['open_eof_split' => true, 'package_eof' => "\n"]);
 *     $internal->on('receive', function ($server, $fd, $reactorId, $data) {
 *         foreach ($server->connections as $user) {
 *             $server->push($user, $data);
 *         }
 *     });
 *
 * Also known as `swoole_server_port`.
 */
#[\AllowDynamicProperties]
class Port
{
    /**
     * The address, as it was given; or the path of a Unix socket.
     *
     * @var string
     */
    public $host = null;

    /**
     * The port; 0 for a Unix socket.
     *
     * @var int
     */
    public $port = 0;

    /**
     * The kind of socket: one of the `SWOOLE_SOCK_*` constants.
     *
     * @var int
     */
    public $type = 0;

    /**
     * Number of the socket in the operating system: `server_fd` of {@see \Swoole\Server::getClientInfo()}, `server_socket` of
     * datagrams.
     *
     * @var int
     */
    public $sock = -1;

    /**
     * Whether the port speaks TLS: made with `SWOOLE_SSL`.
     *
     * @var bool
     */
    public $ssl = false;

    /**
     * The settings that {@see self::set()} gave; of the first port those of the server too. Null until the first call.
     *
     * @var array<string, mixed>|null
     */
    public $setting = null;

    /**
     * The connections of this port; of one that speaks WebSocket its WebSocket users.
     *
     * @var \Swoole\Connection\Iterator
     */
    public $connections = null;

    /**
     * Ports are made by the server.
     */
    private function __construct()
    {
    }

    /**
     * Changes settings of this port, which are told at {@see \Swoole\Server::set()}: those of connections, protocols and TLS.
     * Of the first port it is the same as that. What concerns the whole server counts only there.
     *
     * @param array<string, mixed> $settings Names and values.
     *
     * @return bool True; false with a warning once the server runs.
     *
     * @throws \TypeError  When a value has a wrong type.
     * @throws \ValueError When a value is out of range.
     */
    public function set(array $settings)
    {
    }

    /**
     * Sets the callback of an event of this port: `connect`, `request`, `message`, `receive`, `packet`, `close` and so on. What
     * each receives, and what is refused, is told at {@see \Swoole\Server::on()}; so are events of the server as a whole.
     *
     * @param string   $event_name Name of the event in any letter case, without "on".
     * @param callable $callback   What to call.
     *
     * @return bool True, or false with a warning.
     */
    public function on(string $event_name, callable $callback)
    {
    }

    /**
     * The callback that {@see self::on()} set for an event. What the server has does not count.
     *
     * @param string $event_name Name of the event in any letter case, without "on".
     *
     * @return \Closure|array|string|null What `on()` was given; null when the event has no callback.
     */
    public function getCallback(string $event_name)
    {
    }
}
