<?php

namespace Swoole\Server;

/**
 * A task, as the callback `task` gets it with the setting `task_object`, `task_enable_coroutine` or `event_object`.
 *
 *     $server->set(['task_worker_num' => 2, 'task_object' => true]);
 *     $server->on('task', function (Swoole\Server $server, Swoole\Server\Task $task) {
 *         $task->finish(strrev($task->data));
 *     });
 *
 * It may be kept and finished later, as long as the task worker lives.
 */
final class Task
{
    /**
     * What {@see \Swoole\Server::task()} was given.
     *
     * @var mixed
     */
    public $data = null;

    /**
     * When it was given: Unix time in seconds.
     *
     * @var float
     */
    public $dispatch_time = 0;

    /**
     * Number of the task, as {@see \Swoole\Server::task()} returned it.
     *
     * @var int
     */
    public $id = -1;

    /**
     * Number of the worker that gave it.
     *
     * @var int
     */
    public $worker_id = -1;

    /**
     * Always 0.
     *
     * @var int
     */
    public $flags = 0;

    /**
     * Answers the task: the answer comes to `finish` in the worker that gave it, once for each call.
     *
     * @param mixed $data Anything that `serialize()` takes.
     *
     * @return bool False when it can't be sent, when {@see \Swoole\Server::taskwait()} has had its answer already, or with a
     *              warning for an object that was made with `new`, which has nobody to answer.
     */
    public function finish(mixed $data)
    {
    }

    /**
     * Makes a string of a value, as `serialize()` does.
     *
     * @param mixed $data Anything that `serialize()` takes.
     *
     * @return string For {@see self::unpack()}.
     */
    public static function pack(mixed $data)
    {
    }

    /**
     * Makes the value again that {@see self::pack()} was given.
     *
     * @param string $data The string.
     *
     * @return mixed The value; as from `unserialize()` for a string that is none.
     */
    public static function unpack(string $data)
    {
    }
}
