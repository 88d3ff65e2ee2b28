--TEST--
write() keeps the order, waits for a slow reader, and takes no more than 2 MiB beside
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const MIB = 1024 * 1024;
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
stream_set_blocking($there, false);
$sent = str_repeat('0123456789abcdef', MIB / 4);
// One of any size, then 2 MiB beside it: what the socket has taken is gone.
var_dump(Swoole\Event::write($here, $sent));
var_dump(Swoole\Event::write($here, str_repeat('x', 2 * MIB)), swoole_last_error());
var_dump(Swoole\Event::isset($here));
$received = '';
Swoole\Event::add($there, function ($there) use (&$received, &$sent, $here) {
    $received .= fread($there, 65536);
    if (strlen($received) === strlen($sent)) {
        Swoole\Event::del($there);
    } elseif (strlen($received) > 3 * MIB && strlen($sent) < 5 * MIB) {
        foreach (['one', 'two', 'three'] as $word) {
            var_dump(Swoole\Event::write($here, $word));
            $sent .= $word;
        }
        $large = str_repeat('y', MIB);
        var_dump(Swoole\Event::write($here, $large), Swoole\Event::write($here, str_repeat('z', 2 * MIB)));
        $sent .= $large;
    }
});
Swoole\Event::wait();
var_dump($received === $sent);

// A watch of both sides: the write callback comes when all is written.
$filled = str_repeat('f', MIB);
Swoole\Event::add($here, fn () => null, function ($here) {
    echo "all is written\n";
    Swoole\Event::del($here);
}, SWOOLE_EVENT_WRITE);
Swoole\Event::write($here, $filled);
$got = 0;
Swoole\Event::add($there, function ($there) use (&$got) {
    $got += strlen(fread($there, 65536));
    if ($got === MIB) {
        echo "all is read\n";
        Swoole\Event::del($there);
    }
});
Swoole\Event::wait();

// Written to by its number, and watched as a stream behind that.
var_dump(Swoole\Event::write((int) Swoole\Event::add($here, fn () => null), 'x') && Swoole\Event::del($here));
$number = Swoole\Event::add($here, fn () => null);
Swoole\Event::del($here);
Swoole\Event::write($number, $filled);
$asked = fread($there, 1) . fread($there, MIB - 1);
Swoole\Event::add($here, null, function ($given) use ($here) {
    var_dump($given === $here);
    Swoole\Event::del($given);
}, SWOOLE_EVENT_WRITE);
Swoole\Event::add($there, function ($there) use (&$asked) {
    $asked .= fread($there, 65536);
    strlen($asked) === MIB + 1 && Swoole\Event::del($there);
});
Swoole\Event::wait();
var_dump($asked === "x$filled");

// del() drops what waits.
Swoole\Event::add($here, fn () => null);
Swoole\Event::write($here, $filled);
Swoole\Event::del($here);
fclose($here);
stream_set_blocking($there, true);
$rest = strlen(stream_get_contents($there));
echo 0 < $rest && $rest < MIB ? 'a part is written' : "$rest bytes are written", "\n";
?>
--EXPECT--
bool(true)
bool(false)
int(1009)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
bool(true)
all is written
all is read
bool(true)
bool(true)
bool(true)
a part is written
