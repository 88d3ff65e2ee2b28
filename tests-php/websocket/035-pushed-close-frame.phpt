--TEST--
A pushed close frame closes the connection, as disconnect() does
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'object') {
            $data = new Swoole\WebSocket\CloseFrame;
            $data->code = 4000;
            $data->reason = 'enough';
        } else {
            $data = pack('n', 1000) . 'bye';
        }
        $server->push($frame->fd, $data, SWOOLE_WEBSOCKET_OPCODE_CLOSE);
        var_dump($server->isEstablished($frame->fd), @$server->push($frame->fd, 'after it'));
    });
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
    PHP);

foreach (['object', 'bytes'] as $number => $kind) {
    echo (new WebSocketClient($server->port))->text($kind)->receiveAll(), "\n";
    $server->waitForOutput('closed ' . $number + 1);
}
echo $server->output();
?>
--EXPECT--
close: 4000 enough
end
close: 1000 bye
end
bool(false)
bool(false)
closed 1, -1
bool(false)
bool(false)
closed 2, -1
