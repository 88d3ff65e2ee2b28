--TEST--
CPUs and priority of a process can be chosen
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    $all = Process::getAffinity();
    var_dump(count($all) === swoole_cpu_num(), Process::setAffinity([$all[0]]), Process::getAffinity() === [$all[0]]);
    var_dump(Process::setAffinity([]), Process::setAffinity(['x']), Process::setAffinity([1000]), Process::setAffinity($all));

    $process = new Process(fn ($process) => $process->read());
    var_dump($process->getPriority(0), $process->getPriority(7));
    $process->start();
    $own = $process->getPriority(0, getmypid());
    var_dump($process->getPriority(0) === $own, $process->setPriority(0, 19), $process->getPriority(0));
    var_dump($process->getPriority(0, getmypid()) === $own);
    $process->close();
    Process::wait();
    PHP)->output();
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)

Warning: Swoole\Process::setAffinity(): no CPU to run on: the array is empty in program.php on line %d

Warning: Swoole\Process::setAffinity(): can't run on a CPU of type string: CPUs have numbers from 0 in program.php on line %d

Warning: Swoole\Process::setAffinity(): can't run on CPU 1000 alone, Error: Invalid argument[22] in program.php on line %d
bool(false)
bool(false)
bool(false)
bool(true)

Warning: Swoole\Process::getPriority(): whose priority? The process has not been started, and $who is no number of one in program.php on line %d

Warning: Swoole\Process::getPriority(): there is no priority of kind [7]: 0 is PRIO_PROCESS, 1 PRIO_PGRP, 2 PRIO_USER in program.php on line %d
bool(false)
bool(false)
bool(true)
bool(true)
int(19)
bool(true)
