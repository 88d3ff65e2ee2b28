--TEST--
There is one server in a process
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$first = new Swoole\WebSocket\Server('127.0.0.1', 0);
catching(fn () => new Swoole\WebSocket\Server('127.0.0.1', 0));
catching(fn () => new swoole_http_server('127.0.0.1', 0));
catching(fn () => $first->__construct('127.0.0.1', 0));
?>
--EXPECT--
Swoole\Exception(-3): server is running. unable to create Swoole\WebSocket\Server
Swoole\Exception(-3): server is running. unable to create Swoole\Http\Server
Error(0): Constructor of Swoole\WebSocket\Server can only be called once
