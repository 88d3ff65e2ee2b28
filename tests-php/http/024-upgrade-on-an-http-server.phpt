--TEST--
A plain HTTP server answers an upgrade request as any other
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end("plain {$request->header['upgrade']}"));
    PHP);

$response = (new HttpClient($server->port))->raw(WebSocketClient::handshake())->response();
echo $response->status, ' ', $response->body, "\n";
?>
--EXPECT--
200 plain websocket
