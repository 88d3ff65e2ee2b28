<?php

namespace Swoole;

/**
 * A lock that processes share: made before the server starts (or before a fork), one at a time holds it.
 *
 *     $lock = new Swoole\Lock();
 *     $server->on('message', function ($server, $frame) use ($lock) {
 *         $lock->lock();
 *         file_put_contents('log', "$frame->data\n", FILE_APPEND);
 *         $lock->unlock();
 *     });
 *
 * | kind | |
 * | --- | --- |
 * | `MUTEX` | one process holds it; the default |
 * | `RWLOCK` | one process holds it, or up to 250 at once that took it for reading |
 * | `SPINLOCK` | one process holds it; a waiter looks again and again for some microseconds before it sleeps |
 * | `SEM` | one process holds it, and any may give it back, so that one can wait for another |
 * | `FILELOCK` | a lock on a file (fcntl), which also programs share that do not come from one process |
 *
 * **A process that dies, or is killed, gives back what it held**: to the next that asks, or to one that waits, within 50
 * milliseconds. What the lock protected may be half done then. A lock that a process holds is also given back when its
 * object goes. A FILELOCK is given back as soon as the process closes the file anywhere, as is the way of fcntl.
 *
 * While a method waits, handlers of signals run that `pcntl_async_signals(true)` lets run at once; what they throw ends the
 * wait.
 *
 * Methods that return false leave the reason in {@see self::$errCode}. Locks can't be cloned or serialised. Also known as
 * `swoole_lock`.
 */
#[\AllowDynamicProperties]
class Lock
{
    /** One writer or many readers. */
    public const RWLOCK = 1;
    /** A lock on a file. */
    public const FILELOCK = 2;
    /** One holder. */
    public const MUTEX = 3;
    /** One holder, given back by anyone. */
    public const SEM = 4;
    /** One holder, for moments only. */
    public const SPINLOCK = 5;

    /**
     * Why the last method that failed did so: a number of the system's, such as `SOCKET_EBUSY` (16: somebody holds it),
     * `SOCKET_ETIMEDOUT` (110), 35 (EDEADLK: this process holds it already, and would wait for itself), or `SOCKET_EPERM`
     * (1: this process does not hold it).
     *
     * @var int
     */
    public $errCode = 0;

    /**
     * Makes a lock that nobody holds.
     *
     * @param int    $type     One of the kinds above.
     * @param string $filename The file of a FILELOCK, made if it is not there. Other kinds have none.
     *
     * @throws \Swoole\Exception If there is no such kind, or the file can't be opened.
     */
    public function __construct(int $type = \SWOOLE_MUTEX, string $filename = '')
    {
    }

    /**
     * Takes the lock, and waits for it if it is held.
     *
     * @param int   $operation `LOCK_EX`, alone, or `LOCK_SH`, for reading beside other readers, which only RWLOCK and
     *                         FILELOCK have; the others take that as `LOCK_EX`. With `LOCK_NB`, do not wait.
     * @param float $timeout   How many seconds to wait at most; for ever if negative.
     *
     * @return bool Whether this process holds it now.
     */
    public function lock(int $operation = \LOCK_EX, float $timeout = -1.0)
    {
    }

    /**
     * Takes the lock, and waits for it for a while if it is held.
     *
     * @param float $timeout How many seconds to wait at most; for ever if negative.
     *
     * @return bool Whether this process holds it now.
     */
    public function lockwait(float $timeout = 1.0)
    {
    }

    /**
     * Takes the lock if nobody holds it.
     *
     * @return bool Whether this process holds it now.
     */
    public function trylock()
    {
    }

    /**
     * Takes the lock for reading, and waits for it if it is held for writing. A process may take it so several times, and
     * gives it back as often. Kinds without readers take this as {@see self::lock()}.
     *
     * @return bool Whether this process holds it now.
     */
    public function lock_read()
    {
    }

    /**
     * Takes the lock for reading if nobody holds it for writing.
     *
     * @return bool Whether this process holds it now.
     */
    public function trylock_read()
    {
    }

    /**
     * Gives the lock back.
     *
     * @return bool False if this process does not hold it; a SEM may be another's.
     */
    public function unlock()
    {
    }

    /**
     * Ends the lock for this process, and gives it back if this process holds it. Others go on with it.
     *
     * @return bool True.
     */
    public function destroy()
    {
    }
}
