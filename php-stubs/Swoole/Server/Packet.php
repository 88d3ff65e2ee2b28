<?php

namespace Swoole\Server;

/**
 * What the callback `packet` is told with the setting `event_object`.
 *
 *     $server->on('packet', function (Swoole\Server $server, Swoole\Server\Packet $packet) {
 *         $server->sendto($packet->address, $packet->port, "got {$packet->data}", $packet->server_socket);
 *     });
 */
class Packet
{
    /**
     * The socket that it came in on: {@see Port::$sock}.
     *
     * @var int
     */
    public $server_socket = 0;

    /**
     * The port that it came in on; 0 for a Unix socket.
     *
     * @var int
     */
    public $server_port = 0;

    /**
     * When the callback was called: Unix time in seconds.
     *
     * @var float
     */
    public $dispatch_time = 0;

    /**
     * Whose it is: an IP address, or the path of a Unix socket (empty for one that can't be answered).
     *
     * @var string
     */
    public $address = null;

    /**
     * The sender's port; 0 for a Unix socket.
     *
     * @var int
     */
    public $port = 0;

    /**
     * What it says.
     *
     * @var string
     */
    public $data = null;
}
