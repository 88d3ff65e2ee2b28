--TEST--
The handshake is answered with 101 and the accept value that belongs to the key
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    PHP);

$client = new WebSocketClient($server->port);
echo $client->response->head;

// What the client offers besides is not taken up: no extension, no subprotocol.
$client = new WebSocketClient($server->port, '/chat?room=1', [
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Protocol: chat, superchat',
    'Origin: http://example.com',
]);
echo implode(', ', array_keys($client->response->headers)), "\n";

// Header names and the word "websocket" are read without regard to case.
$lower = new HttpClient($server->port);
$lower->raw("GET / HTTP/1.1\r\nhost: a\r\nupgrade: WebSocket\r\nconnection: keep-alive, upgrade\r\n"
    . 'sec-websocket-key: ' . WebSocketClient::KEY . "\r\nsec-websocket-version: 13\r\n\r\n");
echo $lower->response()->header('Sec-WebSocket-Accept'), "\n";
?>
--EXPECTF--
HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Version: 13
Server: swoole-http-server
Date: %s, %d %s %d %d:%d:%d GMT

upgrade, connection, sec-websocket-accept, sec-websocket-version, server, date
s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
