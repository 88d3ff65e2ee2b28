--TEST--
onOpen gets the server and the request of the handshake
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function ($server, $request) {
        echo get_class($server), ' ', get_class($request), "\n";
        echo "fd $request->fd, {$request->server['request_uri']}, room {$request->get['room']}, user {$request->cookie['user']}, ",
            "agent {$request->header['user-agent']}\n";
        $server->push($request->fd, 'welcome');
    });
    $server->on('message', fn () => null);
    PHP);

$client = new WebSocketClient($server->port, '/chat?room=blue', ['Cookie: user=anna', 'User-Agent: test']);
echo $client->receive(), "\n";
$client = new WebSocketClient($server->port, '/?room=red', ['Cookie: user=bert', 'User-Agent: test']);
echo $client->receive(), "\n";
echo $server->output();
?>
--EXPECT--
text: welcome
text: welcome
Swoole\WebSocket\Server Swoole\Http\Request
fd 1, /chat, room blue, user anna, agent test
Swoole\WebSocket\Server Swoole\Http\Request
fd 2, /, room red, user bert, agent test
