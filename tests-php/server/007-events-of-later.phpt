--TEST--
on() refuses an event of Swoole's that does not happen here yet
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
foreach (['receive', 'packet'] as $event) {
    var_dump($server->on($event, fn () => null));
}
?>
--EXPECTF--

Warning: Swoole\%s::on(): %sreceive%snot supported yet%S in %s on line %d
bool(false)

Warning: Swoole\%s::on(): %spacket%snot supported yet%S in %s on line %d
bool(false)
