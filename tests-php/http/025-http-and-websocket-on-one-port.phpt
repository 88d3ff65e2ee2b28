--TEST--
One port serves pages and WebSocket users side by side
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "message $frame->data"));
    $server->on('request', function ($request, $response) use ($server) {
        foreach ($server->connections as $fd) {
            $server->push($fd, "request {$request->server['request_uri']}");
        }
        $response->end(count($server->connections) . ' told');
    });
    PHP);

$http = new HttpClient($server->port);
echo $http->get('/nobody')->body, "\n";
$user = new WebSocketClient($server->port);
echo $user->text('one')->receive(), "\n";
echo $http->get('/somebody')->body, "\n", $user->receive(), "\n", $user->text('two')->receive(), "\n";
?>
--EXPECT--
0 told
text: message one
1 told
text: request /somebody
text: message two
