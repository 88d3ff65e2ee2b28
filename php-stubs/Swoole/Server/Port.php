<?php

namespace Swoole\Server;

/**
 * A port that a server listens on. The server makes it: `$server->ports[0]` is the one of its constructor, and carries the
 * callbacks and settings of connections. It can't be created with `new`.
 *
 *     $server->ports[0]->on('close', fn ($server, $fd) => print("{$fd} is gone\n"));
 *
 * Also known as `swoole_server_port`.
 */
#[\AllowDynamicProperties]
class Port
{
    /**
     * The address, as it was given.
     *
     * @var string
     */
    public $host = null;

    /**
     * The port.
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
     * Number of the listening socket in the operating system.
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
     * The settings: those of the server, and those that {@see self::set()} added. Null until the first call of either.
     *
     * @var array<string, mixed>|null
     */
    public $setting = null;

    /**
     * The connections of this port, which are those of the server.
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
     * Changes settings. As there is one port, they are those of the server: the same as {@see \Swoole\Server::set()}.
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
     * Sets the callback of an event of the connections of this port: `connect`, `request`, `message`, `close` and so on. What
     * each receives, and what is refused, is told at {@see \Swoole\Server::on()}.
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
     * The callback that {@see self::on()} set for an event.
     *
     * @param string $event_name Name of the event in any letter case, without "on".
     *
     * @return \Closure|array|string|null What `on()` was given; null when the event has no callback.
     */
    public function getCallback(string $event_name)
    {
    }
}
