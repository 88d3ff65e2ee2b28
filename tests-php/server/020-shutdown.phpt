--TEST--
shutdown() stops the server from a callback
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, 'good bye');
        var_dump($server->shutdown());
        echo "the callback goes on\n";
    });
    $server->on('workerStop', function () { echo "workerStop\n"; });
    $server->on('shutdown', function () { echo "shutdown\n"; });
    var_dump($server->start());
    PHP);

echo (new WebSocketClient($server->port))->text('stop')->receiveAll(), "\n";
echo $server->wait(), "\n", $server->output();
?>
--EXPECTF--
text: good bye
close: 1001%S
end
0
bool(true)
the callback goes on
workerStop
shutdown
bool(true)
