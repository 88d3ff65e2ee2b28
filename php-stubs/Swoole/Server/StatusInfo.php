<?php

namespace Swoole\Server;

/**
 * What the callback `workerError` is told with the setting `event_object`: which process has ended, and how.
 */
class StatusInfo
{
    /**
     * Number of the worker.
     *
     * @var int
     */
    public $worker_id = 0;

    /**
     * Process id that it had.
     *
     * @var int
     */
    public $worker_pid = 0;

    /**
     * Exit code and signal in one number, for `pcntl_wexitstatus()` and its like.
     *
     * @var int
     */
    public $status = 0;

    /**
     * What it has ended with; 0 when a signal ended it.
     *
     * @var int
     */
    public $exit_code = 0;

    /**
     * The signal that ended it, or 0.
     *
     * @var int
     */
    public $signal = 0;
}
