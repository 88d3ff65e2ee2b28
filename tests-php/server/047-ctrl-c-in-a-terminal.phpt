--TEST--
Ctrl-C in a terminal stops the server cleanly
--SKIPIF--
<?php if (!shell_exec("command -v script")) echo "skip script(1) is not here"; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// script(1) gives the program a terminal; the byte 3 is what Ctrl-C types there, and the terminal signals the whole group.
$program = tempnam(sys_get_temp_dir(), 'swoxide-program-');
register_shutdown_function('unlink', $program);
file_put_contents($program, <<<'PHP'
    <?php
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['log_level' => SWOOLE_LOG_NOTICE]);
    $server->on('start', function () { echo "started\n"; });
    $server->on('message', fn () => null);
    $server->on('shutdown', function () { echo "shutdown\n"; });
    echo $server->start() ? "true\n" : "false\n";
    PHP);
$command = 'exec ' . PHP_BINARY . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' ' . $program;
$process = proc_open(['setpriv', '--pdeathsig', 'KILL', 'script', '-q', '-e', '-c', $command, '/dev/null'], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
stream_set_blocking($pipes[1], false);
$output = '';
$said = function (string $text) use (&$output, $pipes) {
    waitUntil(function () use (&$output, $pipes, $text) {
        $output .= fread($pipes[1], 1000);
        return str_contains($output, $text);
    }, "\"$text\" in the terminal");
};

$said('started');
fwrite($pipes[0], "\x03");
$said('true');
$status = waitUntil(fn () => ($status = proc_get_status($process))['running'] ? false : $status, 'the end of the program');
echo str_replace(["\r", '^C'], '', $output), 'exit code ', $status['exitcode'], "\n";
?>
--EXPECT--
started
shutdown
true
exit code 0
