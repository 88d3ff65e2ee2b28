--TEST--
push() sends a message in fragments, with flags or with the old boolean
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, 'one ', SWOOLE_WEBSOCKET_OPCODE_TEXT, 0);
        $server->push($frame->fd, 'two ', SWOOLE_WEBSOCKET_OPCODE_CONTINUATION, 0);
        $server->push($frame->fd, 'three', SWOOLE_WEBSOCKET_OPCODE_CONTINUATION, SWOOLE_WEBSOCKET_FLAG_FIN);
        $server->push($frame->fd, 'not final', 2, false);
        $server->push($frame->fd, 'final', 0, true);
        // A server never masks, and a control frame is never a fragment.
        $server->push($frame->fd, 'bare', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK);
        $server->push($frame->fd, 'whole', SWOOLE_WEBSOCKET_OPCODE_PING, 0);
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('go');
foreach (range(1, 7) as $number) {
    echo $client->receive(), "\n";
}
?>
--EXPECT--
text, not final: one 
continuation, not final: two 
continuation: three
binary, not final: not final
continuation: final
text: bare
ping: whole
