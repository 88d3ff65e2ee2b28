--TEST--
push() to a connection that is no WebSocket warns and returns false
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        var_dump($server->push($request->fd, 'hello'));
        $response->end('fine');
    });
    $server->on('message', fn () => null);
    PHP);

echo (new HttpClient($server->port))->get()->body, "\n";
echo $server->output();
?>
--EXPECTF--
fine

Warning: Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed in %s on line %d
bool(false)
