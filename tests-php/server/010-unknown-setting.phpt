--TEST--
An unknown setting is a warning that names it, and nothing else
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
var_dump($server->set(['no_such_setting' => 1, 'package_max_length' => 100000]));
var_dump($server->setting['package_max_length']);
?>
--EXPECTF--

Warning: %Aunsupported option [no_such_setting]%A in %s on line %d
bool(true)
int(100000)
