--TEST--
What can't be is told of in words
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    use Swoole\Process;

    function catching(callable $action): void
    {
        try {
            $action();
        } catch (Throwable $throwable) {
            echo $throwable::class, ': ', $throwable->getMessage(), "\n";
        }
    }
    catching(fn () => new Process('no function'));
    catching(fn () => new Process(fn () => null, false, 3));
    catching(fn () => clone new Process(fn () => null));
    catching(fn () => serialize(new Process(fn () => null)));
    $process = new Process(fn () => null, pipe_type: 1, enable_coroutine: true);
    catching(fn () => $process->__construct(fn () => null));
    var_dump($process->exit(3), $process->close(7), $process->read(0));
    var_dump($process->close(Process::PIPE_WORKER), $process->close(Process::PIPE_WORKER), is_int($process->pipe), $process->close(), $process->pipe, $process->close());
    $process->set(['enable_coroutine' => true, 'max_request' => 5]);
    class Half extends Process { function __construct() {} }
    (new Half)->start();
    PHP)->output();
?>
--EXPECT--
TypeError: Swoole\Process::__construct(): Argument #1 ($callback) must be a valid callback, 'no function' is not callable
ValueError: Swoole\Process::__construct(): Argument #3 ($pipe_type) must be 0 (no pipe), 1 (SOCK_STREAM) or 2 (SOCK_DGRAM), 3 given
Error: Trying to clone an uncloneable object of class Swoole\Process
Exception: Serialization of 'Swoole\Process' is not allowed
Error: Constructor of Swoole\Process can only be called once

Warning: Swoole\Process::exit(): exit() is for the process itself: called in another one, it would end that in program.php on line 17

Warning: Swoole\Process::close(): can't close [7]: 0 is both ends, 1 (PIPE_MASTER) and 2 (PIPE_WORKER) one of them, 3 (PIPE_READ) and 4 (PIPE_WRITE) one direction of this process's end in program.php on line 17

Warning: Swoole\Process::read(): can't read [0] bytes: the size must be 1 or more in program.php on line 17
bool(false)
bool(false)
bool(false)

Warning: Swoole\Process::close(): the worker's end of the pipe is not open here in program.php on line 18

Warning: Swoole\Process::close(): can't close: the pipe is closed in program.php on line 18
bool(true)
bool(false)
bool(true)
bool(true)
NULL
bool(false)

Warning: Swoole\Process::set(): unsupported option [max_request] in program.php on line 19

Fatal error: Swoole\Process::start(): Invalid instance of Half in program.php on line 21
