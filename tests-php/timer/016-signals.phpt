--TEST--
A script that waits for its timers runs its own signal handlers at once
--SKIPIF--
<?php if (!function_exists('pcntl_signal')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::start(<<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, function () { echo "SIGTERM\n"; Swoole\Timer::clearAll(); });
    Swoole\Timer::after(60000, fn () => print("never\n"));
    Swoole\Timer::after(1, fn () => print("waiting\n"));
    PHP);
$program->waitForOutput('waiting');
echo $program->stop(), "\n", $program->output();
?>
--EXPECT--
0
waiting
SIGTERM
