--TEST--
ping() warns and returns false where push() does: too long, to nobody, to plain HTTP, before the start
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        var_dump($server->ping(2, str_repeat('x', 126)), $server->ping(9999), $server->ping($request->fd));
        var_dump($server->getLastError());
        $response->end();
    });
    $server->on('message', fn () => null);
    var_dump(@$server->ping(1));
    PHP);

$http = new HttpClient($server->port);
$client = new WebSocketClient($server->port);
$http->get();
// Nothing was sent, and the connection is well.
echo $client->ping('still here')->receive(), "\n", $server->output();
?>
--EXPECT--
pong: still here
bool(false)
Swoole\WebSocket\Server::ping(): the data of a ping or pong must not be longer than 125 bytes, 126 given
Swoole\WebSocket\Server::ping(): session#9999 does not exists
Swoole\WebSocket\Server::ping(): the connected client of connection[1] is not a websocket client or closed
bool(false)
bool(false)
bool(false)
int(503)
