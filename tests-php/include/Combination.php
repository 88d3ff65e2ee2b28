<?php

/**
 * How the servers under test are made of processes: `run.sh matrix` runs tests again with another mode and more workers,
 * and says which in the environment. The texts of programs are changed for that, as far as they leave it open: a constructor
 * that names no mode, or SWOOLE_BASE, gets the mode, and a server that has no worker_num gets that before it starts.
 */
final class Combination
{
    private static ?int $fixed = null;

    /** SWOOLE_PROCESS? */
    public static function isProcess(): bool
    {
        return getenv('SWOXIDE_TEST_MODE') === 'process';
    }

    /** How many workers a server gets that does not say so itself. */
    public static function workers(): int
    {
        return self::$fixed ?? max(1, (int) getenv('SWOXIDE_TEST_WORKERS'));
    }

    /** What the test shows is about one worker, whatever the mode; the test says why. */
    public static function oneWorker(): void
    {
        self::$fixed = 1;
    }

    /** Whether the server is one process: it is the worker, and has the sockets. */
    public static function isOneProcess(): bool
    {
        return !self::isProcess() && self::workers() === 1;
    }

    /** A program's text in this combination. */
    public static function apply(string $program): string
    {
        if (self::isOneProcess()) {
            return $program;
        }
        $mode = self::isProcess() ? 'SWOOLE_PROCESS' : 'SWOOLE_BASE';
        $class = '[\w\\\\]*(?:Server|_server)';
        $program = preg_replace(
            "/\bnew\s+($class)\s*\(\s*([^,()]+,\s*[^,()]+?)\s*(?:,\s*SWOOLE_BASE\s*)?([,)])/",
            "new \\1(\\2, $mode\\3",
            $program,
            count: $servers
        );
        if ($servers === 0) {
            return $program;
        }
        $workers = self::workers();
        return preg_replace(
            '/(\$\w+)->start\(\)/',
            "(\\1->set(['worker_num' => \\1->setting['worker_num'] ?? $workers]) ? \\1 : null)->start()",
            $program
        );
    }
}
