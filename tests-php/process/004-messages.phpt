--TEST--
Messages of a pipe stay whole, in order and apart
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $process = new Swoole\Process(function ($process) {
        while (($message = $process->read(70000)) !== '') {
            $process->write(strlen($message) . ' ' . md5($message));
        }
        $process->write('end');
    });
    $process->start();
    foreach ([1, 2, 8192, 8193, 65536, 70000] as $length) {
        $message = random_bytes($length);
        echo $process->write($message), ' ', $process->read() === "$length " . md5($message) ? 'the same' : 'other', "\n";
    }
    // A message that is longer than what is asked for.
    $process->write(str_repeat('x', 100000));
    echo substr($process->read(5), 0, 5), "\n";
    var_dump($process->write(''));
    $process->close(Swoole\Process::PIPE_WRITE);
    var_dump($process->read(), $process->read());
    Swoole\Process::wait();
    // Written before the start, read after.
    $process = new Swoole\Process(fn ($process) => print($process->read() . $process->read() . "\n"));
    $process->write('early');
    $process->write(' bird');
    $process->start();
    Swoole\Process::wait();
    PHP)->output();
?>
--EXPECTF--
1 the same
2 the same
8192 the same
8193 the same
65536 the same
70000 the same

Warning: Swoole\Process::read(): a message of 100000 bytes was cut to the 70000 bytes that were asked for in program.php on line %d

Warning: Swoole\Process::read(): a message of %d bytes was cut to the 5 bytes that were asked for in program.php on line %d
70000

Warning: Swoole\Process::write(): the data to send is empty in program.php on line %d
bool(false)
string(3) "end"
string(0) ""
early bird
