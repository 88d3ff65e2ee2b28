--TEST--
Each side is waited for by itself: set() changes callbacks and what is waited for, and leaves out what it is not given
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$said = [];
$say = function (string $word) use (&$said) { $said[] = $word; };
Swoole\Event::add($here, fn () => $say('read'), fn () => $say('write'), SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE);
$round = function () use (&$said) {
    $said = [];
    Swoole\Event::dispatch();
    echo implode(', ', $said), "\n";
};
$which = function () use ($here) {
    echo json_encode([Swoole\Event::isset($here, SWOOLE_EVENT_READ), Swoole\Event::isset($here, SWOOLE_EVENT_WRITE), Swoole\Event::isset($here)]), "\n";
};
$round();
fwrite($there, 'x');
$round();
$which();
var_dump(Swoole\Event::set($here, null, null, SWOOLE_EVENT_READ));
$round();
$which();
var_dump(Swoole\Event::set($here, fn () => $say('other read'), fn () => $say('other write')));
$round();
var_dump(Swoole\Event::set($here, events: SWOOLE_EVENT_WRITE));
$round();
$which();
var_dump(Swoole\Event::set($here, events: SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE));
$round();
var_dump(Swoole\Event::del($here));
$which();
?>
--EXPECT--
write
read, write
[true,true,true]
bool(true)
read
[true,false,true]
bool(true)
other read
bool(true)
other write
[false,true,true]
bool(true)
other read, other write
bool(true)
[false,false,false]
