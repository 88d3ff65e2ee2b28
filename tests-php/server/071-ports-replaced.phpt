--TEST--
What a program puts into $server->ports is its own affair
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
$port = $server->ports[0];
$stranger = new stdClass;
$server->ports = [$stranger];
var_dump($server->set(['backlog' => 77]), $port->setting, (array) $stranger);

// A reference of the program's own sees what the server writes.
$setting = &$server->setting;
$server->set(['backlog' => 78]);
var_dump($setting);
?>
--EXPECT--
bool(true)
array(1) {
  ["backlog"]=>
  int(77)
}
array(0) {
}
array(1) {
  ["backlog"]=>
  int(78)
}
