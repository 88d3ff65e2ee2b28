--TEST--
Output that is buffered when a process starts is printed once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    ob_start();
    ob_start(function (string $buffer, int $phase) {
        return $buffer === '' ? '' : "[$buffer]";
    });
    echo 'of the parent';
    $process = new Swoole\Process(function () {
        echo 'levels in the child: ', ob_get_level(), "\n";
    });
    $process->start();
    Swoole\Process::wait();
    ob_end_flush();
    ob_end_flush();
    PHP)->output();
?>
--EXPECT--
levels in the child: 0
[of the parent]
