<?php

namespace Swoole\Server;

/**
 * What the callback `pipeMessage` is told with the setting `event_object`.
 */
class PipeMessage
{
    /**
     * Number of the worker that has sent it.
     *
     * @var int
     */
    public $source_worker_id = 0;

    /**
     * Number of the worker that has got it: this one.
     *
     * @var int
     */
    public $worker_id = 0;

    /**
     * When the callback was called: Unix time in seconds.
     *
     * @var float
     */
    public $dispatch_time = 0;

    /**
     * What {@see \Swoole\Server::sendMessage()} was given.
     *
     * @var mixed
     */
    public $data = null;
}
