--TEST--
A server's port is an object of its own, which nobody else can make
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$port = $server->ports[0];
echo get_class($port), ', ', count($server->ports), "\n";
var_dump($port->host, $port->port === $server->port, $port->type, $port->ssl, get_class($port->connections));
var_dump($port->on('message', 'strlen'), $server->getCallback('message'));
var_dump($port->set(['package_max_length' => 100000]), $port->setting['package_max_length']);
catching(fn () => new Swoole\Server\Port);
catching(fn () => clone $port);
?>
--EXPECTF--
Swoole\Server\Port, 1
string(9) "127.0.0.1"
bool(true)
int(1)
bool(false)
string(26) "Swoole\Connection\Iterator"
bool(true)
string(6) "strlen"
bool(true)
int(100000)
Error(0): Call to private Swoole\Server\Port::__construct() from %s
Error(0): Trying to clone an uncloneable object of class Swoole\Server\Port
