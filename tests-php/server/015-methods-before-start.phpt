--TEST--
Before start() a server can do nothing, and says so
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = new Swoole\WebSocket\Server('127.0.0.1', 0);
foreach ([
    'push' => [1, 'hello'],
    'exist' => [1],
    'exists' => [1],
    'close' => [1],
    'disconnect' => [1],
    'isEstablished' => [1],
    'getClientInfo' => [1],
    'connection_info' => [1],
    'getClientList' => [],
    'connection_list' => [],
    'stats' => [],
    'stop' => [],
] as $method => $arguments) {
    $result = $server->$method(...$arguments);
    echo "$method: ", json_encode($result), "\n";
}
echo json_encode([$server->shutdown(), $server->getMasterPid(), $server->getManagerPid(), $server->getWorkerId(), $server->getWorkerPid()]), "\n";
echo count($server->connections), json_encode(iterator_to_array($server->connections)), json_encode(isset($server->connections[1])), "\n";
?>
--EXPECTF--

Warning: Swoole\WebSocket\Server::push(): server is not running in %s on line %d
push: false

Warning: Swoole\Server::exist(): server is not running in %s on line %d
exist: false

Warning: Swoole\Server::exists(): server is not running in %s on line %d
exists: false

Warning: Swoole\Server::close(): server is not running in %s on line %d
close: false

Warning: Swoole\WebSocket\Server::disconnect(): server is not running in %s on line %d
disconnect: false

Warning: Swoole\WebSocket\Server::isEstablished(): server is not running in %s on line %d
isEstablished: false

Warning: Swoole\Server::getClientInfo(): server is not running in %s on line %d
getClientInfo: false

Warning: Swoole\Server::connection_info(): server is not running in %s on line %d
connection_info: false

Warning: Swoole\Server::getClientList(): server is not running in %s on line %d
getClientList: false

Warning: Swoole\Server::connection_list(): server is not running in %s on line %d
connection_list: false

Warning: Swoole\Server::stats(): server is not running in %s on line %d
stats: false

Warning: Swoole\Server::stop(): server is not running in %s on line %d
stop: false
[false,0,0,false,false]
0[]false
