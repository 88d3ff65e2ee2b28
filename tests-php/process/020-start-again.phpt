--TEST--
A process can be started again when it has ended, not before
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $process = new Swoole\Process(fn ($process) => $process->write('run ' . $process->read()));
    foreach ([1, 2, 3] as $number) {
        var_dump(is_int($process->start()));
        var_dump($process->start());
        $process->write((string) $number);
        var_dump($process->read(), $process->read(), Swoole\Process::wait()['pid'] === $process->pid);
    }
    PHP)->output();
?>
--EXPECTF--
bool(true)

Warning: Swoole\Process::start(): the process has already been started, and runs with pid %d in program.php on line 4
bool(false)
string(5) "run 1"
string(0) ""
bool(true)
bool(true)

Warning: Swoole\Process::start(): the process has already been started, and runs with pid %d in program.php on line 4
bool(false)
string(5) "run 2"
string(0) ""
bool(true)
bool(true)

Warning: Swoole\Process::start(): the process has already been started, and runs with pid %d in program.php on line 4
bool(false)
string(5) "run 3"
string(0) ""
bool(true)
