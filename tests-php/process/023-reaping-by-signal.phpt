--TEST--
A handler of SIGCHLD takes the children that have ended, also while wait() waits
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    $codes = [];
    Process::signal(SIGCHLD, function () use (&$codes) {
        while ($ended = Process::wait(false)) {
            $codes[] = $ended['code'];
        }
    });
    for ($number = 1; $number <= 5; $number++) {
        (new Process(fn ($process) => $process->exit($number), false, 0))->start();
    }
    // Nothing is left for it, or one that the handler did not come to.
    while ($ended = Process::wait()) {
        $codes[] = $ended['code'];
    }
    sort($codes);
    echo implode(' ', $codes), "\n";
    PHP)->output();
?>
--EXPECT--
1 2 3 4 5
