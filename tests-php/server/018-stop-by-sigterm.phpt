--TEST--
SIGTERM stops the server cleanly: everybody gets close code 1001, and the exit code is 0
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $server->on('message', fn () => null);
    $server->on('close', function ($server, $fd, $reactor) { echo "close $reactor\n"; });
    $server->on('workerStop', function () { echo "workerStop\n"; });
    $server->on('shutdown', function () { echo "shutdown\n"; });
    echo $server->start() ? "true\n" : "false\n";
    PHP);

$clients = [new WebSocketClient($server->port), new WebSocketClient($server->port)];
echo 'exit code ', $server->stop(SIGTERM), "\n";
foreach ($clients as $client) {
    echo $client->closeCode(), "\n";
}
echo $server->output();
?>
--EXPECT--
exit code 0
1001
1001
close -1
close -1
workerStop
shutdown
true
