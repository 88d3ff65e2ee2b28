--TEST--
A script that waits for a descriptor runs its own signal handlers at once
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['pcntl_async_signals(true); pcntl_signal', 'Swoole\Process::signal'] as $signal) {
    $program = Program::start(<<<PHP
        [\$here, \$there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $signal(SIGTERM, function () use (\$here) { echo "SIGTERM\\n"; Swoole\Event::del(\$here); });
        Swoole\Event::add(\$here, fn () => print("never\\n"));
        Swoole\Event::defer(fn () => print("waiting\\n"));
        PHP);
    $program->waitForOutput('waiting');
    echo $program->stop(), "\n", $program->output();
}
?>
--EXPECT--
0
waiting
SIGTERM
0
waiting
SIGTERM
