<?php
/*
 * Servers of several processes:
 *
 *   inEachMode(function (string $mode) { ... });             runs a test twice, for SWOOLE_BASE and for SWOOLE_PROCESS
 *   $server = severalProcesses($mode, ['worker_num' => 4], <<<'PHP'
 *       $server->on('message', ...);
 *       PHP);                                                 a server whose workers have all called onWorkerStart
 *
 * What several processes print is written in whole lines, and comes in any order: see sorted().
 */

require_once __DIR__ . '/harness.php';

defined('MODES') || define('MODES', ['SWOOLE_BASE', 'SWOOLE_PROCESS']);

/** Runs a test in each mode, under a headline. */
function inEachMode(callable $test): void
{
    foreach (MODES as $mode) {
        echo "$mode\n";
        $test($mode);
    }
}

/**
 * Runs a WebSocket server that $text completes, and waits until all its workers, those of tasks too, have started. $before is
 * what comes before there is a server: shared memory, say.
 */
function severalProcesses(string $mode, array $settings, string $text, string $before = ''): TestServer
{
    $settings = var_export($settings, true);
    return TestServer::script(<<<PHP
        $before
        \$server = new Swoole\\WebSocket\\Server('127.0.0.1', 0, $mode);
        \$server->set($settings);
        \$server->on('message', fn () => null);
        $text
        (function () use (\$server) {
            \$up = new Swoole\\Atomic;
            \$started = \$server->getCallback('workerStart');
            \$server->on('workerStart', function (\$server, \$id) use (\$up, \$started) {
                \$started && \$started(\$server, \$id);
                \$all = (\$server->setting['worker_num'] ?? swoole_cpu_num()) + (\$server->setting['task_worker_num'] ?? 0);
                if (\$up->add() === \$all) {
                    ready(\$server);
                }
            });
        })();
        \$server->start();
        PHP);
}

/** The lines of a text, sorted. */
function sorted(string $text): string
{
    $lines = explode("\n", rtrim($text, "\n"));
    sort($lines, SORT_NATURAL);
    return implode("\n", $lines) . "\n";
}

/** Waits until the program has printed so many lines in all. */
function waitForLines(Program $program, int $count): void
{
    waitUntil(fn () => substr_count($program->output(), "\n") >= $count, "$count lines of output, of which there are:\n"
        . $program->output());
}

/**
 * The name of a file that is not there yet. A program waits for it by waitForSign(), which it gets by withSign(); the test
 * gives the sign by giveSign().
 */
function sign(): string
{
    $path = sys_get_temp_dir() . '/swoxide-sign-' . bin2hex(random_bytes(8));
    register_shutdown_function(fn () => @unlink($path));
    return $path;
}

/** Nobody looks for the file any more a moment after it is there: touch() would warn. */
function giveSign(string $path): void
{
    file_put_contents($path, '');
}

/** Text for a program: $sign, and waitForSign(), which is done with it when it returns. */
function withSign(string $path): string
{
    return '$sign = ' . var_export($path, true) . ';' . <<<'PHP'
        function waitForSign(float $seconds = 20): bool
        {
            for ($end = microtime(true) + $seconds; !file_exists($GLOBALS['sign']); usleep(1000), clearstatcache()) {
                if (microtime(true) > $end) {
                    return false;
                }
            }
            return @unlink($GLOBALS['sign']);
        }

        PHP;
}
