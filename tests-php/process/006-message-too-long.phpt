--TEST--
A message that is too long for the pipe is refused with a sentence
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

echo Program::run(<<<'PHP'
    $process = new Swoole\Process(fn () => null);
    var_dump($process->write(str_repeat('x', 64 * 1024 * 1024)), swoole_strerror(swoole_last_error()));
    PHP)->output();
?>
--EXPECT--
Warning: Swoole\Process::write(): a message of 67108864 bytes is too long for the pipe: make the process with $pipe_type 1 (SOCK_STREAM), which has no such limit, or raise net.core.wmem_max in program.php on line 2
bool(false)
string(16) "Message too long"
