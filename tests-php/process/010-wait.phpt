--TEST--
wait() tells of every child that has ended, once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    var_dump(Swoole\Process::wait(), Swoole\Process::wait(false));
    $gate = new Swoole\Process(fn ($process) => $process->exit((int) $process->read()));
    $pid = $gate->start();
    var_dump(Swoole\Process::wait(false));
    $gate->write('3');
    var_dump(Swoole\Process::wait() === ['pid' => $pid, 'code' => 3, 'signal' => 0]);
    $pid = $gate->start();
    Swoole\Process::kill($pid, SIGTERM);
    var_dump(Swoole\Process::wait() === ['pid' => $pid, 'code' => 0, 'signal' => SIGTERM]);
    // Many that end at about the same time.
    for ($number = 0; $number < 20; $number++) {
        $process = new Swoole\Process(fn ($process) => $process->exit($number), false, 0);
        $expected[$process->start()] = $number;
    }
    while ($ended = Swoole\Process::wait()) {
        $got[$ended['pid']] = $ended['code'];
    }
    ksort($got);
    ksort($expected);
    var_dump($got === $expected);
    PHP)->output();
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(true)
bool(true)
bool(true)
