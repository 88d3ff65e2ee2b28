--TEST--
A process has the name that it is given
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    function title(): string
    {
        return rtrim(file_get_contents('/proc/self/cmdline'), "\0 ");
    }
    $process = new Swoole\Process(function ($process) {
        var_dump($process->name('swoxide: child'), title());
    });
    $process->start();
    Swoole\Process::wait();
    var_dump(swoole_set_process_name('swoxide: parent'), title());
    PHP)->output();
?>
--EXPECT--
bool(true)
string(14) "swoxide: child"
bool(true)
string(15) "swoxide: parent"
