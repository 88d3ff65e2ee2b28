--TEST--
A request asks for a WebSocket when "websocket" is among what its Upgrade header names; others are plain HTTP
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, 'open'));
    $server->on('message', fn () => null);
    PHP);

foreach (['websocket', 'WebSocket', 'foo, websocket', 'h2c', 'web socket'] as $upgrade) {
    $client = new HttpClient($server->port);
    $client->raw(str_replace('Upgrade: websocket', "Upgrade: $upgrade", WebSocketClient::handshake()));
    $response = $client->response();
    echo "$upgrade: $response->status ", $response->status === 101 ? substr($client->read(6), 2) : strlen($response->body), "\n";
}
// The page for those that ask for nothing of the kind; for HEAD its head.
foreach (['GET', 'HEAD', 'PUT'] as $method) {
    $client = new HttpClient($server->port);
    $response = $client->request($method, '/');
    $client->isClosedByServer();
    echo "$method: $response->status, ", $response->header('Content-Length'), ', ', strlen($response->body), "\n";
}
?>
--EXPECT--
websocket: 101 open
WebSocket: 101 open
foo, websocket: 101 open
h2c: 400 83
web socket: 400 83
GET: 400, 83, 83
HEAD: 400, 83, 0
PUT: 400, 83, 83
