--TEST--
read() and write() wait as long as they are told
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $process = new Swoole\Process(fn () => sleep(10), false, Swoole\Process::PIPE_TYPE_STREAM);
    $process->start();
    var_dump($process->setTimeout(0.2));
    $begin = hrtime(true);
    var_dump($process->read(), swoole_strerror(swoole_last_error()));
    $took = (hrtime(true) - $begin) / 1e9;
    var_dump($took >= 0.19 && $took < 5);
    var_dump($process->setTimeout(30), $process->setBlocking(false), $process->read());
    // The rest of what does not fit is told of by the number.
    $written = $process->write(str_repeat('x', 100000000));
    var_dump($written > 0 && $written < 100000000, $process->write('y'));
    Swoole\Process::kill($process->pid, SIGKILL);
    Swoole\Process::wait();
    $none = new Swoole\Process(fn () => null, false, 0);
    var_dump($none->pipe, $none->setTimeout(1), $none->setBlocking(false), $none->read(), $none->write('x'), $none->close());
    PHP)->output();
?>
--EXPECTF--
bool(true)
bool(false)
string(32) "Resource temporarily unavailable"
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)

Warning: Swoole\Process::setTimeout(): can't set a timeout: the process was made without a pipe ($pipe_type 0) in program.php on line %d

Warning: Swoole\Process::setBlocking(): can't set blocking: the process was made without a pipe ($pipe_type 0) in program.php on line %d

Warning: Swoole\Process::read(): can't read: the process was made without a pipe ($pipe_type 0) in program.php on line %d

Warning: Swoole\Process::write(): can't write: the process was made without a pipe ($pipe_type 0) in program.php on line %d

Warning: Swoole\Process::close(): can't close: the process was made without a pipe ($pipe_type 0) in program.php on line %d
NULL
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
