--TEST--
Frames that come in one segment with the handshake are handled
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, 'open'));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);

// One short frame, many, and half a frame whose rest follows.
foreach (['short', str_repeat('long', 100)] as $text) {
    $client = new HttpClient($server->port);
    $bytes = WebSocketClient::handshake() . WebSocketClient::frame($text);
    $client->raw(substr($bytes, 0, -3));
    echo $client->response()->status, ' ', bin2hex($client->read(6)), ' ';
    $client->raw(substr($bytes, -3));
    echo strlen($client->read(2 + (strlen($text) > 125 ? 2 : 0) + strlen($text))), "\n";
}
?>
--EXPECT--
101 81046f70656e 7
101 81046f70656e 404
