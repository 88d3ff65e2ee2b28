<?php

namespace Swoole;

/**
 * Calls that come later, once or again and again. All methods are static; the functions `swoole_timer_*` do the same.
 */
class Timer
{
    /**
     * Has a function called again and again, every `$ms` milliseconds. It does not drift: the next call is due one
     * interval after the last one was, however late that came; what a slow callback has missed is left out.
     *
     * Timers run between the callbacks of the worker that made them, and end with it. Without a server they run when the
     * script has ended, and the process stays until none is left; `exit()` in the script does not change that, a fatal
     * error does. An exception that leaves a callback is reported, and the server goes on; without a server it ends the
     * program, as `exit()` in a callback does.
     *
     * @param int      $ms       Milliseconds between two calls, 1 or more.
     * @param callable $callback `function (int $timerId, mixed ...$params)`
     * @param mixed    $params   Further arguments for the callback.
     *
     * @return int|false The timer's number, counted from 1 in each process. False with the warning
     *                   `Timer must be greater than or equal to 1`.
     */
    public static function tick(int $ms, callable $callback, mixed ...$params)
    {
    }

    /**
     * Has a function called once, `$ms` milliseconds from now. As {@see self::tick()} otherwise.
     *
     * @param int      $ms       Milliseconds from now, 1 or more.
     * @param callable $callback `function (mixed ...$params)`
     * @param mixed    $params   Arguments for the callback.
     *
     * @return int|false The timer's number. False with the warning `Timer must be greater than or equal to 1`.
     */
    public static function after(int $ms, callable $callback, mixed ...$params)
    {
    }

    /**
     * Whether there is a timer of this number. One that runs once is there until its callback has returned.
     *
     * @param int $timer_id The timer.
     *
     * @return bool False also when it is over or cleared.
     */
    public static function exists(int $timer_id)
    {
    }

    /**
     * What is known of a timer.
     *
     * @param int $timer_id The timer.
     *
     * @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null Null when there is none.
     *
     *         `exec_msec`: when it is due, in milliseconds since the process began to have timers; `exec_count`: how
     *         often it was called; `interval`: milliseconds between two calls, 0 for one that runs once; `round`: how
     *         many rounds of timers there had been when it was made; `removed` is false.
     */
    public static function info(int $timer_id)
    {
    }

    /**
     * Counts of this process's timers.
     *
     * @return array{initialized: bool, num: int, round: int} Whether there has been a timer, how many there are, and in
     *                                                        how many rounds something has run.
     */
    public static function stats()
    {
    }

    /**
     * The numbers of all timers of this process, from the oldest on.
     *
     * @return \Swoole\Timer\Iterator To count and to loop over; it does not change with the timers.
     */
    public static function list()
    {
    }

    /**
     * Ends a timer. A callback may end its own.
     *
     * @param int $timer_id The timer.
     *
     * @return bool False when there is none of this number, or no more.
     */
    public static function clear(int $timer_id)
    {
    }

    /**
     * Ends all timers of this process.
     *
     * @return bool False when there has never been one.
     */
    public static function clearAll()
    {
    }
}
