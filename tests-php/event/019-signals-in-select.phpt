--TEST--
While swoole_select() waits, signal handlers run, and what they throw ends the wait
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::start(<<<'PHP'
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, function () use ($there) { echo "SIGUSR1\n"; fwrite($there, 'x'); });
    pcntl_signal(SIGTERM, fn () => throw new Exception('SIGTERM'));
    $read = [$here];
    $none = null;
    echo "waits\n";
    echo swoole_select($read, $none, $none, -1), ' ', fgetc($here), "\n";
    try {
        echo "waits again\n";
        swoole_select($read, $none, $none, -1);
    } catch (Exception $exception) {
        echo $exception->getMessage(), ' ', count($read), "\n";
    }
    PHP);
$program->waitForOutput("waits\n");
$program->signal(SIGUSR1);
$program->waitForOutput('waits again');
echo $program->stop(), "\n", $program->output(), $program->log();
?>
--EXPECT--
0
waits
SIGUSR1
1 x
waits again
SIGTERM 1
