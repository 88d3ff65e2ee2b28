--TEST--
disconnect() warns and returns false for an unknown connection and for plain HTTP, which stays open
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        var_dump($server->disconnect($request->fd), $server->disconnect(9999), $server->disconnect(0));
        $response->end('answered');
    });
    $server->on('message', fn () => null);
    PHP);

$http = new HttpClient($server->port);
echo $http->get()->body, "\n", $http->get()->body, "\n";
echo $server->output();
?>
--EXPECT--
answered
answered
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): session#9999 does not exists
Swoole\WebSocket\Server::disconnect(): session#0 does not exists
bool(false)
bool(false)
bool(false)
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): session#9999 does not exists
Swoole\WebSocket\Server::disconnect(): session#0 does not exists
bool(false)
bool(false)
bool(false)
