<?php

namespace Swoole;

/**
 * Files, names and commands without waiting for them: threads do the work, and the event loop calls back. All methods are static; the
 * functions `swoole_async_*` do the same.
 *
 * What is wrong with a file is said at once: a warning, and false. Only regular files are taken. Where something fails later,
 * there is a warning, and the callback gets false in the place of what it waits for. The loop runs until all is done, see
 * {@see Event}; what has not begun when a program or a worker ends early is not done.
 */
class Async
{
    /**
     * Reads a file piece by piece.
     *
     * @param string   $filename   The file.
     * @param callable $callback   `function (string $filename, string|false $content)`, which returns true to get the next
     *                             piece; the one behind the end of the file is empty.
     * @param int      $chunk_size The most bytes of a piece, 1 to 1048576.
     * @param int      $offset     Where to begin.
     *
     * @return bool Whether it has begun.
     */
    public static function read(string $filename, callable $callback, int $chunk_size = 65536, int $offset = 0)
    {
    }

    /**
     * Writes into a file, which is made if it is not there. Writes are done in the order of the calls.
     *
     * @param string        $filename The file.
     * @param string        $content  The bytes.
     * @param int           $offset   Where in the file; -1 for its end.
     * @param callable|null $callback `function (string $filename, int|false $length)`, when they are written.
     *
     * @return bool Whether it has begun.
     */
    public static function write(string $filename, string $content, int $offset = -1, ?callable $callback = null)
    {
    }

    /**
     * Reads a whole file.
     *
     * @param string   $filename The file, of 4 MiB at the most.
     * @param callable $callback `function (string $filename, string|false $content)`
     *
     * @return bool Whether it has begun.
     */
    public static function readFile(string $filename, callable $callback)
    {
    }

    /**
     * Writes a whole file, in the place of what is in it. Writes are done in the order of the calls.
     *
     * @param string        $filename The file, which is made if it is not there.
     * @param string        $content  The bytes.
     * @param callable|null $callback `function (string $filename, int|false $length)`, when they are written.
     * @param int           $flags    FILE_APPEND to add to what is in it.
     *
     * @return bool Whether it has begun.
     */
    public static function writeFile(string $filename, string $content, ?callable $callback = null, int $flags = 0)
    {
    }

    /**
     * Looks a name up, as the system does (`/etc/hosts`, name servers).
     *
     * @param string   $hostname The name, or an address, which is its own.
     * @param callable $callback `function (string $hostname, string $ip)`: an IPv4 address if there is one, else an IPv6
     *                           address, else "".
     *
     * @return bool Whether it has begun; false with a warning for an empty name.
     */
    public static function dnsLookup(string $hostname, callable $callback)
    {
    }

    /**
     * Runs a command, by the shell.
     *
     * @param string   $command  The command.
     * @param callable $callback `function (string $output, array{code: int, signal: int} $status)`, when it has ended: what
     *                           it has printed, and its exit code, or the signal that ended it. The code is -1 when somebody
     *                           else in this process was told of the end, by {@see Process::wait()} for instance.
     *
     * @return int|false Its process; false with a warning when there is none to be had.
     */
    public static function exec(string $command, callable $callback)
    {
    }

    /**
     * Settings of this process.
     *
     * @param array $settings `socket_buffer_size`: how many bytes may wait in {@see Event::write()} for one descriptor. The
     *                        settings of older versions, such as `thread_num`, are taken and change nothing; others are
     *                        a warning.
     *
     * @return bool True.
     *
     * @throws Exception for a value that can't be.
     */
    public static function set(array $settings)
    {
    }
}
