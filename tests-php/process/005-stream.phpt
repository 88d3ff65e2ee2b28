--TEST--
A pipe of bytes takes more than fits at once, and ends with the process
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $process = new Swoole\Process(function ($process) {
        $hash = hash_init('md5');
        $length = 0;
        while (($part = $process->read(100000)) !== '') {
            hash_update($hash, $part);
            $length += strlen($part);
        }
        $process->write("$length " . hash_final($hash));
    }, false, Swoole\Process::PIPE_TYPE_STREAM);
    $process->start();
    $data = random_bytes(5000000);
    var_dump($process->write($data), $process->close(Swoole\Process::PIPE_WRITE));
    var_dump($process->read() === '5000000 ' . md5($data), $process->read(), Swoole\Process::wait()['code']);
    // Nobody reads any more.
    var_dump($process->write('late'), swoole_strerror(swoole_last_error()));
    PHP)->output();
?>
--EXPECTF--
int(5000000)
bool(true)
bool(true)
string(0) ""
int(0)

Warning: Swoole\Process::write(): write() failed, Error: Broken pipe[32] in program.php on line %d
bool(false)
string(11) "Broken pipe"
