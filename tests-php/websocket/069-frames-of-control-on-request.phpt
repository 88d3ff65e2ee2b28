--TEST--
Settings let onMessage see close, ping and pong frames
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set([
        'open_websocket_close_frame' => true,
        'open_websocket_ping_frame' => true,
        'open_websocket_pong_frame' => true,
    ]);
    $server->on('message', function ($server, $frame) {
        echo get_class($frame), ", opcode $frame->opcode: ",
            $frame instanceof Swoole\WebSocket\CloseFrame ? "$frame->code $frame->reason" : $frame->data, "\n";
        if ($frame->opcode === SWOOLE_WEBSOCKET_OPCODE_PING) {
            $server->push($frame->fd, 'by hand', SWOOLE_WEBSOCKET_OPCODE_PONG);
        }
    });
    PHP);

$client = new WebSocketClient($server->port);
// With the setting there is no pong but the program's own.
echo $client->ping('ping')->receive(), "\n";
$client->send('pong', 10);
echo $client->close(4000, 'enough')->receive(), "\n";
(new WebSocketClient($server->port))->send('', 8)->isClosedByServer();
$server->waitForOutput("CloseFrame, opcode 8: 1000");
echo $server->output();
?>
--EXPECTF--
pong: by hand
close: 4000%S
Swoole\WebSocket\Frame, opcode 9: ping
Swoole\WebSocket\Frame, opcode 10: pong
Swoole\WebSocket\CloseFrame, opcode 8: 4000 enough
Swoole\WebSocket\CloseFrame, opcode 8: 1000 
