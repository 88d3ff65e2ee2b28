--TEST--
What the program closes without a word is watched no more: nothing is waited for, nothing spins, and its number is free
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function pair(): array
{
    return stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
}
$never = fn () => print("never\n");

// Closed before the loop, and in it.
[$here, $there] = pair();
Swoole\Event::add($here, $never);
fclose($here);
Swoole\Event::wait();
[$here, $there] = pair();
Swoole\Event::add($here, $never);
Swoole\Timer::after(1, fn () => fclose($here));
Swoole\Event::wait();
echo "nothing was waited for\n";

// del() knows it all the same, and the same number of another stream is another one.
[$here, $there] = pair();
$number = Swoole\Event::add($here, $never);
fclose($here);
var_dump(Swoole\Event::del($here));
[$here, $there] = pair();
$first = Swoole\Event::add($here, $never);
fclose($here);
$other = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0)[0];
var_dump(Swoole\Event::isset($other));
$second = Swoole\Event::add($other, function ($other) {
    echo "the other side is gone: ", var_export(fread($other, 10), true), "\n";
    Swoole\Event::del($other);
});
var_dump($first === $second);
Swoole\Event::wait();

// A child that has it open keeps it in the kernel's set. What comes for it there wakes nobody up again and again.
[$other, $others] = pair();
Swoole\Event::add($other, Swoole\Event::del(...));
[$here, $there] = pair();
$child = proc_open(['cat'], [0 => ['pipe', 'r'], 7 => $here], $pipes);
Swoole\Event::add($here, $never);
fclose($here);
fwrite($there, 'for nobody');
Swoole\Timer::after(300, fn () => fwrite($others, 'x'));
$rounds = 0;
Swoole\Event::cycle(function () use (&$rounds) { $rounds++; });
Swoole\Event::wait();
echo $rounds < 10 ? "it slept\n" : "$rounds rounds\n";

// A Socket that is closed, and a number whose descriptor is.
if (function_exists('socket_create_pair')) {
    socket_create_pair(AF_UNIX, SOCK_STREAM, 0, $sockets);
    Swoole\Event::add($sockets[0], $never);
    socket_close($sockets[0]);
    Swoole\Event::wait();
}
$process = new Swoole\Process(fn () => null);
Swoole\Event::add($process->pipe ?? -1, $never);
$process->close();
Swoole\Event::wait();
echo "end\n";
?>
--EXPECT--
nothing was waited for
bool(true)
bool(false)
bool(true)
the other side is gone: ''
it slept
end
