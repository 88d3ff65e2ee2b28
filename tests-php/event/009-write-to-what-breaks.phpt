--TEST--
Where the other side ends, what waits to be written is lost with a warning, and nothing is waited for
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

set_error_handler(function ($level, $message) { echo preg_replace('/\d{3,}/', 'many', $message), "\n"; });
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$process = new Swoole\Process(fn () => null, false, 1);
$ends = [
    'stream' => [$here, fn () => fclose($there)],
    'number' => [$process->pipe, fn () => $process->close(Swoole\Process::PIPE_WORKER)],
];
foreach ($ends as $kind => [$target, $end]) {
    echo "$kind:\n";
    var_dump(Swoole\Event::write($target, str_repeat('x', 30 * 1024 * 1024)));
    Swoole\Timer::after(1, $end);
    Swoole\Event::wait();
    var_dump(Swoole\Event::write($target, 'more'), swoole_strerror(swoole_last_error()));
}

echo "closed by the program:\n";
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
Swoole\Event::write($here, str_repeat('x', 30 * 1024 * 1024));
fclose($here);
Swoole\Event::wait();
// Its number is another pipe's then, which gets nothing of it.
$process = new Swoole\Process(fn () => null, false, 1);
$number = $process->pipe;
Swoole\Event::write($number, str_repeat('x', 30 * 1024 * 1024));
$process->close();
$pairs = [];
do {
    $pairs[] = [$here, $other] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    [$mine] = [Swoole\Event::add($here, Swoole\Event::del(...))];
    Swoole\Event::del($here);
} while ($mine !== $number);
Swoole\Event::wait();
stream_set_blocking($other, false);
var_dump(fread($other, 100));
?>
--EXPECTF--
stream:
bool(true)
Swoole\Event::wait(): Send of many bytes failed with errno=32 Broken pipe
Swoole\Event::wait(): many bytes that waited to be written to fd %d are lost: the stream is closed or broken
Swoole\Event::write(): Send of 4 bytes failed with errno=32 Broken pipe
bool(false)
string(11) "Broken pipe"
number:
bool(true)
Swoole\Event::wait(): many bytes that waited to be written to fd %d are lost: fd %d can't be used, Error: Broken pipe[32]
Swoole\Event::write(): fd %d can't be used, Error: Broken pipe[32]
bool(false)
string(11) "Broken pipe"
closed by the program:
Swoole\Event::wait(): many bytes that waited to be written to fd %d are lost: it was closed
Swoole\Event::add(): many bytes that waited to be written to fd %d are lost: it was closed
string(0) ""
