--TEST--
stop() ends the worker, which is the server as long as there is one only
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $server->on('message', function ($server, $frame) {
        var_dump($server->stop(7), $server->stop());
    });
    $server->on('workerStop', function () { echo "workerStop\n"; });
    $server->on('shutdown', function () { echo "shutdown\n"; });
    var_dump($server->start());
    PHP);

echo (new WebSocketClient($server->port))->text('stop')->closeCode(), "\n";
echo $server->wait(), "\n", $server->output();
?>
--EXPECTF--
1001
0

Warning: Swoole\Server::stop(): worker_id[7] is invalid in %s on line %d
bool(false)
bool(true)
workerStop
shutdown
bool(true)
