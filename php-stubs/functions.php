<?php

/**
 * The version of Swoole whose classes and functions this extension offers; the same as `SWOOLE_VERSION`.
 * The version of the extension itself is `phpversion('swoxide')`.
 *
 * @return string Three numbers, such as "6.2.2", for `version_compare()`.
 */
function swoole_version()
{
}

/**
 * Number of the last error in this process; the same as {@see \Swoole\Server::getLastError()}.
 *
 * @return int One of the `SWOOLE_ERROR_*` constants or an errno of the system; 0 when nothing has failed yet.
 */
function swoole_last_error()
{
}

/**
 * An error number in words: of the system ("No such file or directory"), or one of the `SWOOLE_ERROR_*` constants.
 *
 * @param int $errno      The number.
 * @param int $error_type One of the `SWOOLE_STRERROR_*` constants. Has no effect: the two kinds of numbers don't overlap.
 *
 * @return string The words; "Unknown error 12345" for a number that is neither.
 */
function swoole_strerror(int $errno, int $error_type = SWOOLE_STRERROR_SYSTEM)
{
}

/**
 * How many CPUs this process may use; programs choose the number of workers by it.
 *
 * @return int 1 or more.
 */
function swoole_cpu_num()
{
}

/**
 * Has a function called again and again, every `$ms` milliseconds. The same as {@see \Swoole\Timer::tick()}, which says
 * more.
 *
 * @param int      $ms       Milliseconds between two calls, 1 or more.
 * @param callable $callback `function (int $timerId, mixed ...$params)`
 * @param mixed    $params   Further arguments for the callback.
 *
 * @return int|false The timer's number, counted from 1 in each process. False with the warning
 *                   `Timer must be greater than or equal to 1`.
 */
function swoole_timer_tick(int $ms, callable $callback, mixed ...$params)
{
}

/**
 * Has a function called once, `$ms` milliseconds from now. The same as {@see \Swoole\Timer::after()}.
 *
 * @param int      $ms       Milliseconds from now, 1 or more.
 * @param callable $callback `function (mixed ...$params)`
 * @param mixed    $params   Arguments for the callback.
 *
 * @return int|false The timer's number. False with the warning `Timer must be greater than or equal to 1`.
 */
function swoole_timer_after(int $ms, callable $callback, mixed ...$params)
{
}

/**
 * Whether there is a timer of this number. One that runs once is there until its callback has returned. The same as
 * {@see \Swoole\Timer::exists()}.
 *
 * @param int $timer_id The timer.
 *
 * @return bool False also when it is over or cleared.
 */
function swoole_timer_exists(int $timer_id)
{
}

/**
 * What is known of a timer. The same as {@see \Swoole\Timer::info()}.
 *
 * @param int $timer_id The timer.
 *
 * @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null Null when there is none.
 *
 *         `exec_msec`: when it is due, in milliseconds since the process began to have timers; `exec_count`: how
 *         often it was called; `interval`: milliseconds between two calls, 0 for one that runs once; `round`: how
 *         many rounds of timers there had been when it was made; `removed` is false.
 */
function swoole_timer_info(int $timer_id)
{
}

/**
 * Counts of this process's timers. The same as {@see \Swoole\Timer::stats()}.
 *
 * @return array{initialized: bool, num: int, round: int} Whether there has been a timer, how many there are, and in
 *                                                        how many rounds something has run.
 */
function swoole_timer_stats()
{
}

/**
 * The numbers of all timers of this process, from the oldest on. The same as {@see \Swoole\Timer::list()}.
 *
 * @return \Swoole\Timer\Iterator To count and to loop over; it does not change with the timers.
 */
function swoole_timer_list()
{
}

/**
 * Ends a timer. A callback may end its own. The same as {@see \Swoole\Timer::clear()}.
 *
 * @param int $timer_id The timer.
 *
 * @return bool False when there is none of this number, or no more.
 */
function swoole_timer_clear(int $timer_id)
{
}

/**
 * Ends all timers of this process. The same as {@see \Swoole\Timer::clearAll()}.
 *
 * @return bool False when there has never been one.
 */
function swoole_timer_clear_all()
{
}

/**
 * Watches a descriptor. The same as {@see \Swoole\Event::add()}, which says more.
 *
 * @param mixed         $fd             A stream, a Socket, a {@see \Swoole\Process} for its pipe, or a descriptor's number.
 * @param callable|null $read_callback  `function (mixed $fd)`, with what was given here.
 * @param callable|null $write_callback `function (mixed $fd)`
 * @param int           $events         SWOOLE_EVENT_READ, SWOOLE_EVENT_WRITE or both, or-ed; each needs its callback.
 *
 * @return int|false The descriptor's number. False with a warning that says why it can't be watched: it is already, for
 *                   instance.
 */
function swoole_event_add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = SWOOLE_EVENT_READ)
{
}

/**
 * Ends a watch. The same as {@see \Swoole\Event::del()}.
 *
 * @param mixed $fd What was given to {@see \Swoole\Event::add()}, or its number.
 *
 * @return bool False with a warning when it is not watched.
 */
function swoole_event_del(mixed $fd)
{
}

/**
 * Changes what a descriptor is watched for. The same as {@see \Swoole\Event::set()}.
 *
 * @param mixed         $fd             What was given to {@see \Swoole\Event::add()}, or its number.
 * @param callable|null $read_callback  Null leaves the one that there is.
 * @param callable|null $write_callback Null leaves the one that there is.
 * @param int           $events         What to wait for from now on; 0 leaves that as it is.
 *
 * @return bool False with a warning when it is not watched, or a callback is missing. Nothing has changed then.
 */
function swoole_event_set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, int $events = 0)
{
}

/**
 * Whether a descriptor is watched. The same as {@see \Swoole\Event::isset()}.
 *
 * @param mixed $fd     What was given to {@see \Swoole\Event::add()}, or its number.
 * @param int   $events For one of these.
 *
 * @return bool False also for what is only written to.
 */
function swoole_event_isset(mixed $fd, int $events = SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE)
{
}

/**
 * Runs one round of the event loop. The same as {@see \Swoole\Event::dispatch()}.
 *
 * @return bool False when nothing is left to wait for; with a warning in a callback of the loop, and in a server.
 */
function swoole_event_dispatch()
{
}

/**
 * Has a function called at the end of this round of the loop, or of the next. The same as {@see \Swoole\Event::defer()}.
 *
 * @param callable $callback `function ()`
 *
 * @return bool True.
 */
function swoole_event_defer(callable $callback)
{
}

/**
 * Has a function called in every round of the loop. The same as {@see \Swoole\Event::cycle()}.
 *
 * @param callable|null $callback `function ()`, in the place of the one before; null ends it.
 * @param bool          $before   At the beginning of a round, before the process sleeps, and not behind everything else.
 *                                There is one of each kind.
 *
 * @return bool False when null was given and there was none.
 */
function swoole_event_cycle(?callable $callback, bool $before = false)
{
}

/**
 * Writes to a descriptor, now or as soon as it takes it. The same as {@see \Swoole\Event::write()}.
 *
 * @param mixed  $fd   As for {@see \Swoole\Event::add()}.
 * @param string $data The bytes.
 *
 * @return bool False when too much waits, without a warning; {@see swoole_last_error()} is 1009 then
 *              (SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW). False with a warning when it can't be written to.
 */
function swoole_event_write(mixed $fd, string $data)
{
}

/**
 * Runs the event loop until nothing is left to wait for. The same as {@see \Swoole\Event::wait()}.
 *
 * @return void
 */
function swoole_event_wait()
{
}

/**
 * The same as {@see swoole_event_wait()}.
 *
 * @return void
 */
function swoole_event_rshutdown()
{
}

/**
 * Ends the event loop behind this round. The same as {@see \Swoole\Event::exit()}.
 *
 * @return void
 */
function swoole_event_exit()
{
}

/**
 * Waits until one of several descriptors is ready. Each array is left with what is, under the keys that it had. What PHP has
 * read ahead of a stream counts as something to read.
 *
 * @param array|null $read    Streams, Sockets, {@see \Swoole\Process} objects and numbers, for something to read or an end.
 * @param array|null $write   For room to write.
 * @param array|null $except  For urgent data (MSG_OOB).
 * @param float|null $timeout Seconds to wait at the most; null or a negative number for as long as it takes.
 *
 * @return int|false How many are ready in all, 0 when the time is over. False with a warning when something has no open
 *                   descriptor, or all arrays are empty; they stay as they are then.
 */
function swoole_select(?array &$read, ?array &$write, ?array &$except, ?float $timeout = 0.5)
{
}

/**
 * The same as {@see swoole_select()}.
 *
 * @param array|null $read    See there.
 * @param array|null $write   See there.
 * @param array|null $except  See there.
 * @param float|null $timeout See there.
 *
 * @return int|false See there.
 */
function swoole_client_select(?array &$read, ?array &$write, ?array &$except, ?float $timeout = 0.5)
{
}

/**
 * Reads a file piece by piece, without waiting for it. The same as {@see \Swoole\Async::read()}, whose class says more.
 *
 * @param string   $filename   The file.
 * @param callable $callback   `function (string $filename, string|false $content)`, which returns true to get the next
 *                             piece; the one behind the end of the file is empty.
 * @param int      $chunk_size The most bytes of a piece, 1 to 1048576.
 * @param int      $offset     Where to begin.
 *
 * @return bool Whether it has begun.
 */
function swoole_async_read(string $filename, callable $callback, int $chunk_size = 65536, int $offset = 0)
{
}

/**
 * Writes into a file, without waiting for it. The same as {@see \Swoole\Async::write()}.
 *
 * @param string        $filename The file.
 * @param string        $content  The bytes.
 * @param int           $offset   Where in the file; -1 for its end.
 * @param callable|null $callback `function (string $filename, int|false $length)`, when they are written.
 *
 * @return bool Whether it has begun.
 */
function swoole_async_write(string $filename, string $content, int $offset = -1, ?callable $callback = null)
{
}

/**
 * Reads a whole file, without waiting for it. The same as {@see \Swoole\Async::readFile()}.
 *
 * @param string   $filename The file, of 4 MiB at the most.
 * @param callable $callback `function (string $filename, string|false $content)`
 *
 * @return bool Whether it has begun.
 */
function swoole_async_readfile(string $filename, callable $callback)
{
}

/**
 * Writes a whole file, without waiting for it. The same as {@see \Swoole\Async::writeFile()}.
 *
 * @param string        $filename The file, which is made if it is not there.
 * @param string        $content  The bytes.
 * @param callable|null $callback `function (string $filename, int|false $length)`, when they are written.
 * @param int           $flags    FILE_APPEND to add to what is in it.
 *
 * @return bool Whether it has begun.
 */
function swoole_async_writefile(string $filename, string $content, ?callable $callback = null, int $flags = 0)
{
}

/**
 * Looks a name up, without waiting for it. The same as {@see \Swoole\Async::dnsLookup()}.
 *
 * @param string   $hostname The name, or an address, which is its own.
 * @param callable $callback `function (string $hostname, string $ip)`: an IPv4 address if there is one, else an IPv6
 *                           address, else "".
 *
 * @return bool Whether it has begun; false with a warning for an empty name.
 */
function swoole_async_dns_lookup(string $hostname, callable $callback)
{
}

/**
 * Settings of this process. The same as {@see \Swoole\Async::set()}.
 *
 * @param array $settings `socket_buffer_size`: how many bytes may wait in {@see \Swoole\Event::write()} for one descriptor. The
 *                        settings of older versions, such as `thread_num`, are taken and change nothing; others are
 *                        a warning.
 *
 * @return bool True.
 *
 * @throws \Swoole\Exception for a value that can't be.
 */
function swoole_async_set(array $settings)
{
}

/**
 * Sets the name under which `ps` and `top` show this process, as `cli_set_process_title()` does.
 *
 * @param string $process_name The name.
 *
 * @return bool Whether that worked.
 */
function swoole_set_process_name(string $process_name)
{
}
