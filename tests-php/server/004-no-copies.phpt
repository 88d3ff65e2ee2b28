--TEST--
A server cannot be cloned, serialized or stripped of its properties
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
catching(fn () => clone $server);
catching(fn () => serialize($server));
catching(function () use ($server) {
    unset($server->host);
});
?>
--EXPECT--
Error(0): Trying to clone an uncloneable object of class Swoole\WebSocket\Server
Exception(0): Serialization of 'Swoole\WebSocket\Server' is not allowed
Error(0): Property host of class Swoole\WebSocket\Server cannot be unset
