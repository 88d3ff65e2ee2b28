--TEST--
Messages of a queue go from process to process
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $key = random_int(0x10000000, 0x7fffffff);
    $shared = new Swoole\Process(function ($process) {
        while (($message = $process->pop()) !== 'end') {
            $process->write("$message, please");
        }
    });
    var_dump($shared->useQueue($key), $shared->msgQueueKey === $key, is_int($shared->msgQueueId));
    foreach (['one', 'two', 'end'] as $message) {
        $shared->push($message);
    }
    var_dump($shared->statQueue());
    $shared->start();
    echo $shared->read(), "\n", $shared->read(), "\n";
    Swoole\Process::wait();
    var_dump($shared->statQueue()['queue_num'], $shared->freeQueue(), $shared->pop());

    // Each its own, in one queue.
    $processes = [];
    foreach (['first', 'second'] as $name) {
        $process = $processes[$name] = new Swoole\Process(fn ($process) => $process->write($process->pop()));
        $process->useQueue($key, 1);
    }
    foreach (array_reverse($processes) as $name => $process) {
        $process->push("for the $name");
    }
    foreach ($processes as $process) {
        $process->start();
        echo $process->read(), "\n";
        Swoole\Process::wait();
    }
    $process->freeQueue();

    // Neither waits.
    $hasty = new Swoole\Process(fn () => null);
    $hasty->useQueue($key, 2 | Swoole\Process::IPC_NOWAIT, 1000);
    var_dump($hasty->pop(), $hasty->push(str_repeat('x', 900)), $hasty->push(str_repeat('x', 900)), $hasty->pop(10));
    var_dump($hasty->push(''), $hasty->push(str_repeat('x', 10000000)), $hasty->freeQueue(), $hasty->useQueue($key, 3), $hasty->useQueue(PHP_INT_MAX));

    // The key of a script.
    $one = new Swoole\Process(fn () => null);
    $other = new Swoole\Process(fn () => null);
    $one->useQueue();
    $other->useQueue();
    var_dump($one->msgQueueKey === $other->msgQueueKey, $one->freeQueue());
    PHP)->output();
?>
--EXPECTF--
bool(true)
bool(true)
bool(true)
array(2) {
  ["queue_num"]=>
  int(3)
  ["queue_bytes"]=>
  int(9)
}
one, please
two, please

Warning: Swoole\Process::pop(): no message queue is in use: call useQueue() first in program.php on line %d
int(0)
bool(true)
bool(false)
for the first
for the second

Warning: Swoole\Process::pop(): the next message is longer than the 10 bytes that were asked for, Error: Argument list too long[7] in program.php on line %d
bool(false)
bool(true)
bool(false)
bool(false)

Warning: Swoole\Process::push(): the data to push is empty in program.php on line %d

Warning: Swoole\Process::push(): can't push a message of 10000000 bytes (kernel.msgmax limits it, and here 65536 bytes do), Error: Invalid argument[22] in program.php on line %d

Warning: Swoole\Process::useQueue(): can't use a queue in mode [3]: 1 gives each process its own messages, 2 lets all take from one; Swoole\Process::IPC_NOWAIT may be added in program.php on line %d

Warning: Swoole\Process::useQueue(): can't use a queue of key [9223372036854775807]: keys have 32 bits in program.php on line %d
bool(false)
bool(false)
bool(true)
bool(false)
bool(false)
bool(true)
bool(true)
