--TEST--
websocket_subprotocol is sent with every handshake
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_subprotocol' => 'chat']);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, 'asked for ' . ($request->header['sec-websocket-protocol'] ?? 'nothing')));
    $server->on('message', fn () => null);
    PHP);

foreach ([[], ['Sec-WebSocket-Protocol: chat, other']] as $headers) {
    $client = new WebSocketClient($server->port, '/', $headers);
    echo $client->response->header('Sec-WebSocket-Protocol'), ', ', $client->receive(), "\n";
}
?>
--EXPECT--
chat, text: asked for nothing
chat, text: asked for chat, other
