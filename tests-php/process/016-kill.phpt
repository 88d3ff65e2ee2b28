--TEST--
kill() sends signals, and asks whether a process is there
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    $process = new Process(fn ($process) => $process->read());
    $pid = $process->start();
    var_dump(Process::kill($pid, 0), Process::kill($pid));
    var_dump(Process::wait()['signal'] === SIGTERM, Process::kill($pid, 0), swoole_strerror(swoole_last_error()));
    var_dump(Process::kill($pid), Process::kill(getmypid(), 1000), Process::kill(PHP_INT_MAX));
    PHP)->output();
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
bool(false)
string(15) "No such process"

Warning: Swoole\Process::kill(): kill(%d, 15) failed, Error: No such process[3] in program.php on line %d

Warning: Swoole\Process::kill(): kill(%d, 1000) failed, Error: Invalid argument[22] in program.php on line %d

Warning: Swoole\Process::kill(): kill(9223372036854775807, 15) failed: neither may be so big in program.php on line %d
bool(false)
bool(false)
bool(false)
