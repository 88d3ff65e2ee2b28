--TEST--
A setting of the wrong type is a TypeError, one out of bounds a ValueError; nothing of the call is taken then
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
foreach ([
    ['package_max_length' => 100000, 'worker_num' => 'many'],
    ['open_tcp_nodelay' => []],
    ['daemonize' => new stdClass],
    ['worker_num' => 0],
    ['log_level' => 9],
] as $settings) {
    catching(fn () => $server->set($settings));
}
var_dump($server->setting);
?>
--EXPECT--
TypeError(0): setting 'worker_num' must be of type int, string "many" given
TypeError(0): setting 'open_tcp_nodelay' must be of type bool, array given
TypeError(0): setting 'daemonize' must be of type bool, stdClass given
ValueError(0): setting 'worker_num' must be from 1 to 30000, int 0 given
ValueError(0): setting 'log_level' must be from 0 to 6, int 9 given
NULL
