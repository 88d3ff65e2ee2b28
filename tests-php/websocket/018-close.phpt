--TEST--
close() ends a connection without a close frame
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, 'what was pushed before arrives');
        var_dump($server->close($frame->fd), $server->close($frame->fd), $server->close(9999));
    });
    $server->on('close', function ($server, $fd, $reactor) {
        echo "closed $fd, " . reactor($reactor) . "\n";
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receiveAll(), "\n";
$server->waitForOutput('closed');
echo $server->output();
?>
--EXPECT--
text: what was pushed before arrives
end
bool(true)
bool(false)
bool(false)
closed 1, -1
