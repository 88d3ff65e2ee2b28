--TEST--
A process runs its callback with the object, and tells of itself
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    foreach (['Swoole\Process', 'swoole_process'] as $class) {
        $parent = getmypid();
        $process = new $class(function ($given) use (&$process, $parent) {
            var_dump($given === $process, $given->pid === getmypid(), getmypid() !== $parent, is_int($given->pipe));
        });
        var_dump(get_class($process), $process->pid, $process->id, is_int($process->pipe), $process->msgQueueId, $process->msgQueueKey);
        $pid = $process->start();
        var_dump(Swoole\Process::wait() === ['pid' => $pid, 'code' => 0, 'signal' => 0], $process->pid === $pid);
    }
    class Worker extends swoole_process
    {
        public $name = 'own';
    }
    $worker = new Worker(fn (Worker $worker) => print("$worker->name, number $worker->id\n"));
    $worker->start();
    Swoole\Process::wait();
    PHP)->output();
?>
--EXPECT--
string(14) "Swoole\Process"
NULL
int(1)
bool(true)
NULL
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
string(14) "Swoole\Process"
NULL
int(2)
bool(true)
NULL
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
own, number 3
