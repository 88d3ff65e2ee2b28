--TEST--
getCallback() returns what on() was given, and the last one counts
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
var_dump($server->getCallback('open'));
$first = fn () => 1;
$second = fn () => 2;
$server->on('open', $first);
var_dump($server->getCallback('open') === $first, $server->getCallback('OPEN') === $first);
$server->on('Open', $second);
var_dump($server->getCallback('open') === $second);
$server->on('message', 'strlen');
var_dump($server->getCallback('message'), $server->ports[0]->getCallback('message'));
?>
--EXPECT--
NULL
bool(true)
bool(true)
bool(true)
string(6) "strlen"
string(6) "strlen"
