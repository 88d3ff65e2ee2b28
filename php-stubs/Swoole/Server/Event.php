<?php

namespace Swoole\Server;

/**
 * What the callbacks `connect`, `receive`, `close` and `disconnect` are told with the setting `event_object`.
 *
 *     $server->on('close', function (Swoole\Server $server, Swoole\Server\Event $event) {
 *         echo "{$event->fd} is gone\n";
 *     });
 */
class Event
{
    /**
     * As the argument `$reactorId` without the setting: -1 at the end of a connection which this side has ended.
     *
     * @var int
     */
    public $reactor_id = 0;

    /**
     * The connection.
     *
     * @var int
     */
    public $fd = 0;

    /**
     * When the callback was called: Unix time in seconds.
     *
     * @var float
     */
    public $dispatch_time = 0;

    /**
     * What came, for `receive`; null for the others.
     *
     * @var string|null
     */
    public $data = null;
}
