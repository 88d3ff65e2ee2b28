--TEST--
A server that takes datagrams alone
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_server('127.0.0.1', 0, SWOOLE_PROCESS, SWOOLE_SOCK_UDP);
    $server->set(['worker_num' => 2]);
    $server->on('packet', fn ($server, $data, $client) => $server->sendto($client['address'], $client['port'], strrev($data)));
    PHP);
echo (new DatagramClient($server->port))->ask('drawer'), ' ', $server->stop(), "\n";
?>
--EXPECT--
reward 0
