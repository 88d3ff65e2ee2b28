--TEST--
Of a list in websocket_subprotocol the first is chosen that the client offered; where it offered none, none
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['websocket_subprotocol' => ['v2.chat', 'v1.chat']]);
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);

    foreach ([
        ['Sec-WebSocket-Protocol: v1.chat, v2.chat'],
        ['Sec-WebSocket-Protocol: v1.chat'],
        ['Sec-WebSocket-Protocol: other', 'Sec-WebSocket-Protocol: v2.chat'],
        ['Sec-WebSocket-Protocol: other'],
        // They are compared letter by letter.
        ['Sec-WebSocket-Protocol: V1.CHAT'],
        [],
    ] as $headers) {
        $client = new WebSocketClient($server->port, '/', $headers);
        echo $client->response->header('Sec-WebSocket-Protocol') ?? 'none', ', ', $client->text('open')->receive(), "\n";
    }
}
?>
--EXPECT--
v2.chat, text: open
v1.chat, text: open
v2.chat, text: open
none, text: open
none, text: open
none, text: open
v2.chat, text: open
v1.chat, text: open
v2.chat, text: open
none, text: open
none, text: open
none, text: open
