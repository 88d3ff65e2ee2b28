<?php

namespace Swoole;

/**
 * The event loop, and descriptors that it watches. All methods are static; the functions `swoole_event_*` do the same.
 *
 * In a server's processes the loop runs all the time, between the other callbacks; what is watched there ends with the
 * process. Without a server it runs at the end of the script, silently, until nothing is left to wait for: no timer, no
 * watched descriptor, nothing that was put off or waits to be written. {@see self::wait()} runs it earlier.
 *
 * An exception that leaves a callback is reported, and the server goes on. Without a server it ends the program, but one
 * that comes out of {@see self::wait()} or {@see self::dispatch()} may be caught there.
 */
class Event
{
    /**
     * Watches a descriptor, which does not block from then on. A callback is called in every round of the loop in which
     * there is something to read (or the other side has ended), or room to write. It may do anything, also with this
     * watch.
     *
     * A stream or Socket stays open while it is watched, unless the program closes it: that ends the watch. Lines that
     * PHP has read ahead (`fgets()`) count as something to read. Regular files are refused; they are never waited for.
     *
     * @param mixed         $fd             A stream, a Socket, a {@see Process} for its pipe, or a descriptor's number.
     * @param callable|null $read_callback  `function (mixed $fd)`, with what was given here.
     * @param callable|null $write_callback `function (mixed $fd)`
     * @param int           $events         SWOOLE_EVENT_READ, SWOOLE_EVENT_WRITE or both, or-ed; each needs its callback.
     *
     * @return int|false The descriptor's number. False with a warning that says why it can't be watched: it is already, for
     *                   instance.
     */
    public static function add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = \SWOOLE_EVENT_READ)
    {
    }

    /**
     * Ends a watch. What waits to be written is dropped. The stream or Socket itself is not closed.
     *
     * @param mixed $fd What was given to {@see self::add()}, or its number.
     *
     * @return bool False with a warning when it is not watched.
     */
    public static function del(mixed $fd)
    {
    }

    /**
     * Changes what a descriptor is watched for.
     *
     * @param mixed         $fd             What was given to {@see self::add()}, or its number.
     * @param callable|null $read_callback  Null leaves the one that there is.
     * @param callable|null $write_callback Null leaves the one that there is.
     * @param int           $events         What to wait for from now on; 0 leaves that as it is.
     *
     * @return bool False with a warning when it is not watched, or a callback is missing. Nothing has changed then.
     */
    public static function set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0)
    {
    }

    /**
     * Whether a descriptor is watched.
     *
     * @param mixed $fd     What was given to {@see self::add()}, or its number.
     * @param int   $events For one of these.
     *
     * @return bool False also for what is only written to.
     */
    public static function isset(mixed $fd, int $events = \SWOOLE_EVENT_READ | \SWOOLE_EVENT_WRITE)
    {
    }

    /**
     * Runs one round of the loop, for which it sleeps if need be: for a program that has a loop of its own.
     *
     * @return bool False when nothing is left to wait for; with a warning in a callback of the loop, and in a server.
     */
    public static function dispatch()
    {
    }

    /**
     * Has a function called at the end of this round of the loop, or of the next.
     *
     * @param callable $callback `function ()`
     *
     * @return bool True.
     */
    public static function defer(callable $callback)
    {
    }

    /**
     * Has a function called in every round of the loop. It does not keep the program from its end.
     *
     * @param callable|null $callback `function ()`, in the place of the one before; null ends it.
     * @param bool          $before   At the beginning of a round, before the process sleeps, and not behind everything else.
     *                                There is one of each kind.
     *
     * @return bool False when null was given and there was none.
     */
    public static function cycle(?callable $callback, bool $before = false)
    {
    }

    /**
     * Writes to a descriptor, which does not block from then on: now what it takes, and the rest from the loop, in the order
     * of the calls. An encrypted stream encrypts it. The descriptor need not be watched; the loop runs until all is
     * written.
     *
     * Up to 2 MiB may wait; when nothing waits, one string of any size may. If the descriptor breaks meanwhile, a warning
     * says how much is lost.
     *
     * @param mixed  $fd   As for {@see self::add()}.
     * @param string $data The bytes.
     *
     * @return bool False when too much waits, without a warning; {@see swoole_last_error()} is 1009 then
     *              (SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW). False with a warning when it can't be written to.
     */
    public static function write(mixed $fd, string $data)
    {
    }

    /**
     * Runs the loop until nothing is left to wait for, or until {@see self::exit()}. At the end of the script it then only
     * runs for what has come since. In a callback of the loop, and in a server, it warns and does nothing.
     *
     * @return void
     */
    public static function wait()
    {
    }

    /**
     * The same as {@see self::wait()}.
     *
     * @return void
     */
    public static function rshutdown()
    {
    }

    /**
     * Ends the loop behind this round, for a callback without a server: nothing of what it was to do is left then. In a
     * server it warns and does nothing.
     *
     * @return void
     */
    public static function exit()
    {
    }
}
