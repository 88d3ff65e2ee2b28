--TEST--
A connection that has served HTTP requests can become a WebSocket
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end("fd $request->fd"));
    $server->on('open', fn ($server, $request) => $server->push($request->fd, "fd $request->fd"));
    $server->on('message', fn () => null);
    PHP);

$client = new HttpClient($server->port);
echo $client->get()->body, "\n", $client->get()->body, "\n";
echo $client->raw(WebSocketClient::handshake())->response()->status, ' ', $client->read(2 + 4) === "\x81\x04fd 1" ? 'fd 1' : 'other', "\n";
?>
--EXPECT--
fd 1
fd 1
101 fd 1
