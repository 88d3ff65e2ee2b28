<?php

namespace Swoole;

/**
 * A PHP function in a process of its own, with a pipe between that process and this one.
 *
 *     $process = new Swoole\Process(function (Swoole\Process $process) {
 *         $process->write(strtoupper($process->read()));
 *     });
 *     $process->start();
 *     $process->write('hello');
 *     echo $process->read();                // HELLO
 *     print_r(Swoole\Process::wait());      // pid, code, signal
 *
 * The child begins as a copy of this process; what it changes is its own. When the callback returns, the child ends as a PHP
 * program does: shutdown functions and destructors run, also those that it has from this process. Output that was buffered
 * here is not printed by the child. Signal handlers of {@see self::signal()} are not in force in it.
 *
 * Methods that wait (`read()`, `write()`, `push()`, `pop()`, `wait()`) let handlers of signals run meanwhile; what a handler
 * throws comes out of them.
 *
 * Also known as `swoole_process`.
 */
class Process
{
    /** To be or-ed into the mode of {@see self::useQueue()}: `push()` and `pop()` do not wait. */
    public const IPC_NOWAIT = 256;
    /** For {@see self::close()}: the end of the process that has started this one. */
    public const PIPE_MASTER = 1;
    /** For {@see self::close()}: the end of the process itself. */
    public const PIPE_WORKER = 2;
    /** For {@see self::close()}: nothing more is read at this end. */
    public const PIPE_READ = 3;
    /** For {@see self::close()}: nothing more is written at this end, and the other side comes to the end of what it reads. */
    public const PIPE_WRITE = 4;
    /** For the constructor: no pipe. */
    public const PIPE_TYPE_NONE = 0;
    /** For the constructor: a pipe of bytes. */
    public const PIPE_TYPE_STREAM = 1;
    /** For the constructor: a pipe of messages. */
    public const PIPE_TYPE_DGRAM = 2;

    /**
     * Number of this side's end of the pipe in the operating system; null when there is none.
     *
     * @var int|null
     */
    public $pipe = null;

    /**
     * Number of the message queue in the operating system, after {@see self::useQueue()}.
     *
     * @var int|null
     */
    public $msgQueueId = null;

    /**
     * Key of the message queue, after {@see self::useQueue()}.
     *
     * @var int|null
     */
    public $msgQueueKey = null;

    /**
     * Pid of the process, once it was started.
     *
     * @var int|null
     */
    public $pid = null;

    /**
     * Number of the process among those that this program has made, from 1.
     *
     * @var int|null
     */
    public $id = null;

    /**
     * What the process runs.
     *
     * @var callable
     */
    private $callback = null;

    /**
     * @param callable $callback                  Runs in the process, and gets this object. An exception that leaves it is
     *                                            reported as PHP reports uncaught ones, and ends the process with 255.
     * @param bool     $redirect_stdin_and_stdout Has the process read from the pipe as its standard input, and write to it
     *                                            as its standard output; the pipe is one of bytes then.
     * @param int      $pipe_type                 2 (SOCK_DGRAM): each `write()` is a message, and a `read()` gives one. 1
     *                                            (SOCK_STREAM): bytes one after the other. 0: no pipe.
     * @param bool     $enable_coroutine          Taken, and without effect.
     *
     * @throws \ValueError       For another type of pipe.
     * @throws \Swoole\Exception When there can be no pipe, or PHP does not run as a command.
     */
    public function __construct(callable $callback, bool $redirect_stdin_and_stdout = false, int $pipe_type = 2, bool $enable_coroutine = false)
    {
    }

    /**
     * Closes what the object holds in this process. A process that runs goes on.
     *
     * @return void
     */
    public function __destruct()
    {
    }

    /**
     * Takes the next child of this process that has ended.
     *
     * @param bool $blocking Whether to wait for one.
     *
     * @return array{pid: int, code: int, signal: int}|false Its pid, its exit code, and the signal that has ended it, or 0.
     *                                                       False when there are no children, or, without waiting, none
     *                                                       that has ended.
     */
    public static function wait(bool $blocking = true)
    {
    }

    /**
     * Sets what a signal does in this process. Handlers run between two statements of the program, and in a server's worker
     * between two callbacks; a signal ends `sleep()` and `usleep()`.
     *
     * @param int           $signal_no Number of the signal, such as SIGTERM.
     * @param callable|null $callback  Gets the number. Null, or SIG_DFL: as it was before the first handler. SIG_IGN: nothing
     *                                 happens.
     *
     * @return bool True; false with a warning for a number that is no signal's, and for SIGKILL and SIGSTOP.
     */
    public static function signal(int $signal_no, ?callable $callback = null)
    {
    }

    /**
     * Sends this process a signal again and again.
     *
     * @param int $usec Microseconds between two; 0 or less ends it.
     * @param int $type 0: real time, SIGALRM. 1: CPU time of the program, SIGVTALRM. 2: CPU time of program and system,
     *                  SIGPROF.
     *
     * @return bool True; false with a warning for another type.
     */
    public static function alarm(int $usec, int $type = 0)
    {
    }

    /**
     * Sends a signal.
     *
     * @param int $pid       To whom.
     * @param int $signal_no The signal, SIGTERM unless told otherwise; 0 only asks whether the process is there.
     *
     * @return bool True; false with a warning when that failed, without one when 0 found no process.
     */
    public static function kill(int $pid, int $signal_no = 15)
    {
    }

    /**
     * Sends the program into the background: it goes on in a process that no terminal belongs to, and the one that was
     * started ends with 0.
     *
     * @param bool                     $nochdir Whether it stays in its directory; otherwise it goes to `/`.
     * @param bool                     $noclose Whether input and output stay as they are; otherwise they are `/dev/null`.
     * @param array<int, resource|int> $pipes   What to have as input (0), output (1) and error output (2) instead: streams of
     *                                          files, or numbers of descriptors.
     *
     * @return bool True; false with a warning when that failed.
     */
    public static function daemon(bool $nochdir = true, bool $noclose = true, array $pipes = [])
    {
    }

    /**
     * Has this process run on some CPUs only.
     *
     * @param int[] $cpu_settings Their numbers, from 0.
     *
     * @return bool True; false with a warning for CPUs that are not there.
     */
    public static function setAffinity(array $cpu_settings)
    {
    }

    /**
     * The CPUs that this process may run on.
     *
     * @return int[] Their numbers, from 0.
     */
    public static function getAffinity()
    {
    }

    /**
     * Changes a priority.
     *
     * @param int      $which    0 (PRIO_PROCESS), 1 (PRIO_PGRP) or 2 (PRIO_USER).
     * @param int      $priority From -20, the most urgent, to 19.
     * @param int|null $who      Pid, process group or user. Null: this process, or the group or user of the caller.
     *
     * @return bool True; false with a warning when that is not allowed, or the process has not been started.
     */
    public function setPriority(int $which, int $priority, ?int $who = null)
    {
    }

    /**
     * The priority that {@see self::setPriority()} changes.
     *
     * @param int      $which 0 (PRIO_PROCESS), 1 (PRIO_PGRP) or 2 (PRIO_USER).
     * @param int|null $who   Pid, process group or user. Null: this process, or the group or user of the caller.
     *
     * @return int|false From -20, the most urgent, to 19; false with a warning when there is none.
     */
    public function getPriority(int $which, ?int $who = null)
    {
    }

    /**
     * Changes settings. There is `enable_coroutine`, which has no effect.
     *
     * @param array<string, mixed> $settings Names and values.
     *
     * @return void
     */
    public function set(array $settings)
    {
    }

    /**
     * Limits how long `read()` and `write()` wait.
     *
     * @param float $seconds The limit; 0 or less takes it away.
     *
     * @return bool True; false with a warning without a pipe.
     */
    public function setTimeout(float $seconds)
    {
    }

    /**
     * Says whether `read()` and `write()` wait at all. Without, they are false when they would have to.
     *
     * @param bool $blocking Whether they wait.
     *
     * @return bool True; false with a warning without a pipe.
     */
    public function setBlocking(bool $blocking)
    {
    }

    /**
     * Opens a message queue for {@see self::push()} and {@see self::pop()}. It stays after the program, until
     * {@see self::freeQueue()}.
     *
     * @param int $key      Who uses the same key uses the same queue. 0: the key of the script's file.
     * @param int $mode     1: each process takes what was put in by its own object. 2: all take from one. With
     *                      {@see self::IPC_NOWAIT} added neither method waits.
     * @param int $capacity How many bytes may lie in it; -1: as the system has it.
     *
     * @return bool True; false with a warning when the system refuses.
     */
    public function useQueue(int $key = 0, int $mode = 2, int $capacity = -1)
    {
    }

    /**
     * What lies in the message queue.
     *
     * @return array{queue_num: int, queue_bytes: int}|false Messages and their bytes; false with a warning without a queue.
     */
    public function statQueue()
    {
    }

    /**
     * Removes the message queue, with what lies in it, for all who use it.
     *
     * @return bool True; false with a warning without a queue, or when it is somebody else's.
     */
    public function freeQueue()
    {
    }

    /**
     * Starts the process. It may be started again when it has ended and {@see self::wait()} has told of that.
     *
     * @return int|false Its pid; false with a warning when it runs already, or the system refuses.
     */
    public function start()
    {
    }

    /**
     * Writes to the pipe; waits for room as long as {@see self::setTimeout()} allows.
     *
     * @param string $data What to write. A message of a pipe of messages is limited by the system, to some 200 KB or more.
     *
     * @return int|false Number of bytes; fewer than given when time ran out behind a part. False, with a warning unless only
     *                   time ran out.
     */
    public function write(string $data)
    {
    }

    /**
     * Closes the pipe, or a part of it.
     *
     * @param int $which 0 for both ends, or one of the constants `PIPE_MASTER`, `PIPE_WORKER`, `PIPE_READ` and `PIPE_WRITE`.
     *
     * @return bool True; false with a warning when that is closed already.
     */
    public function close(int $which = 0)
    {
    }

    /**
     * Reads from the pipe; waits as long as {@see self::setTimeout()} allows.
     *
     * @param int $size The most to read. A longer message is cut, with a warning.
     *
     * @return string|false A message, or what there is of a stream; "" when the other side has ended or closed the pipe.
     *                      False, with a warning unless only time ran out.
     */
    public function read(int $size = 8192)
    {
    }

    /**
     * Puts a message into the queue of {@see self::useQueue()}; waits for room.
     *
     * @param string $data The message; the system limits it (`kernel.msgmax`), to 8192 bytes unless it was told otherwise.
     *
     * @return bool True; false, with a warning unless the queue is only full.
     */
    public function push(string $data)
    {
    }

    /**
     * Takes the next message out of the queue of {@see self::useQueue()}; waits for one.
     *
     * @param int $size The longest that is taken; a longer one stays, with a warning.
     *
     * @return string|false The message; false, with a warning unless the queue is only empty.
     */
    public function pop(int $size = 65536)
    {
    }

    /**
     * Ends the process, from inside: shutdown functions and destructors run.
     *
     * @param int $exit_code From 0 to 255.
     *
     * @return void
     */
    public function exit(int $exit_code = 0)
    {
    }

    /**
     * Turns the running process into another program, which has the pipe as well; PHP ends without a trace.
     *
     * @param string   $exec_file Path of the program.
     * @param string[] $args      Its arguments, without its name.
     *
     * @return bool False with a warning when there is no such program; otherwise nobody is there to whom it could return.
     */
    public function exec(string $exec_file, array $args)
    {
    }

    /**
     * Sets the name under which `ps` and `top` show the running process.
     *
     * @param string $process_name The name.
     *
     * @return bool Whether that worked.
     */
    public function name(string $process_name)
    {
    }
}
