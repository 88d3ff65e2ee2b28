<?php

namespace Swoole\Server;

/**
 * What the callback `finish` is told with the setting `event_object`.
 */
class TaskResult
{
    /**
     * Number of the task, as {@see \Swoole\Server::task()} returned it.
     *
     * @var int
     */
    public $task_id = 0;

    /**
     * Number of the task worker that has answered.
     *
     * @var int
     */
    public $task_worker_id = 0;

    /**
     * When it answered: Unix time in seconds.
     *
     * @var float
     */
    public $dispatch_time = 0;

    /**
     * The answer.
     *
     * @var mixed
     */
    public $data = null;
}
