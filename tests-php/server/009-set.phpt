--TEST--
set() collects settings over several calls
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
var_dump($server->setting);
var_dump($server->set(['worker_num' => 1, 'package_max_length' => 100000]));
var_dump($server->set(['package_max_length' => '200000', 'backlog' => 128]));
var_dump($server->setting === ['worker_num' => 1, 'package_max_length' => '200000', 'backlog' => 128], $server->ports[0]->setting['package_max_length']);
catching(fn () => $server->set('worker_num'));
?>
--EXPECT--
NULL
bool(true)
bool(true)
bool(true)
string(6) "200000"
TypeError(0): Swoole\Server::set(): Argument #1 ($settings) must be of type array, string given
