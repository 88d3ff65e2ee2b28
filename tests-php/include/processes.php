<?php
/*
 * Children of a test, for what several processes share:
 *
 *   $child = child(fn () => $table->incr('row', 'number'));   forks, and the child ends when the function returns
 *   echo ended($child);                                       waits for it: "0", the number that it returned, or "signal 9"
 */

/** Forks a child that runs $work; an int that this returns is the child's exit code. It dies with the test. */
function child(callable $work): int
{
    $pid = pcntl_fork();
    if ($pid === 0) {
        try {
            $code = $work();
        } catch (Throwable $throwable) {
            echo get_class($throwable), ': ', $throwable->getMessage(), "\n";
            $code = 255;
        }
        exit(is_int($code) ? $code : 0);
    }
    // A test that fails leaves no child behind. In children, which run this too, the process is none of theirs: -1.
    register_shutdown_function(fn () => pcntl_waitpid($pid, $status, WNOHANG) === 0 && posix_kill($pid, SIGKILL));
    return $pid;
}

/** Waits until a child has ended, and says how. */
function ended(int $pid, float $seconds = TIME_LIMIT): string
{
    waitUntil(function () use ($pid, &$status) {
        return pcntl_waitpid($pid, $status, WNOHANG) === $pid;
    }, "the end of child $pid", $seconds);
    return pcntl_wifsignaled($status) ? 'signal ' . pcntl_wtermsig($status) : (string) pcntl_wexitstatus($status);
}
