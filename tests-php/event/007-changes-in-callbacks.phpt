--TEST--
A callback may end its own watch, those of others that are ready, and begin new ones
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$pairs = array_map(fn () => stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0), range(0, 3));
foreach ($pairs as [, $there]) {
    fwrite($there, 'x');
}
[$first, $second, $third, $fourth] = array_column($pairs, 0);

// Whichever comes first ends the other.
$called = 0;
$end = function () use (&$called, $first, $second) {
    $called++;
    Swoole\Event::del($first);
    Swoole\Event::del($second);
};
Swoole\Event::add($first, $end);
Swoole\Event::add($second, $end);
Swoole\Event::wait();
echo "called $called time\n";

// The same number again, within the callback: what was ready before is not taken for the new watch's.
$steps = [];
Swoole\Event::add($third, function ($third) use (&$steps) {
    $steps[] = 'read';
    Swoole\Event::del($third);
    Swoole\Event::add($third, fn () => $steps[] = 'never', function ($third) use (&$steps) {
        $steps[] = 'write';
        fclose($third);
    }, SWOOLE_EVENT_WRITE);
}, fn () => print("never\n"), SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE);
Swoole\Event::wait();
echo implode(', ', $steps), "\n";

// A callback replaces itself.
Swoole\Event::add($fourth, function ($fourth) {
    Swoole\Event::set($fourth, function ($fourth) {
        echo "replaced\n";
        Swoole\Event::del($fourth);
    });
    echo "replaces itself\n";
});
Swoole\Event::wait();
?>
--EXPECT--
called 1 time
read, write
replaces itself
replaced
