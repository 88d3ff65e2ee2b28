--TEST--
alarm() sends signals at intervals
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    $count = 0;
    Process::signal(SIGALRM, function () use (&$count) {
        if (++$count === 3) {
            Process::alarm(-1);
        }
    });
    $begin = hrtime(true);
    var_dump(Process::alarm(20000));
    while ($count < 3) {
        usleep(10000);
    }
    var_dump(hrtime(true) - $begin >= 55e6);
    usleep(100000);
    var_dump($count, Process::alarm(1000, 3));
    PHP)->output();
?>
--EXPECT--
bool(true)
bool(true)

Warning: Swoole\Process::alarm(): there is no timer of type [3]: 0 counts real time (SIGALRM), 1 the CPU time of the program (SIGVTALRM), 2 that of program and system (SIGPROF) in program.php on line 16
int(3)
bool(false)
