--TEST--
heartbeat() lists who is idle and closes them, unless it is told not to; without a heartbeat it returns false
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    // So that nobody but the program looks.
    $server->set(['heartbeat_idle_time' => 1, 'heartbeat_check_interval' => 3600]);
    var_dump(@$server->heartbeat());
    $server->on('open', fn ($server, $request) => $server->protect($request->fd, $request->server['request_uri'] === '/protected'));
    $server->on('request', function ($request, $response) use ($server) {
        $idle = match ($request->server['request_uri']) {
            '/list' => $server->heartbeat(false),
            '/close' => $server->heartbeat(),
        };
        sort($idle);
        $response->end(json_encode($idle));
    });
    $server->on('message', fn () => null);
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
    PHP);

$http = new HttpClient($server->port);
echo $http->get('/list')->body, "\n";
$clients = [new WebSocketClient($server->port), new WebSocketClient($server->port), new WebSocketClient($server->port, '/protected')];
// Not the connection that asks, and not the protected one.
waitUntil(fn () => $http->get('/list')->body === '[2,3]', 'two to be idle');
// One has something to say after all.
echo $clients[0]->ping('here')->receive(), "\n";
echo $http->get('/list')->body, "\n", $http->get('/close')->body, "\n";
echo $clients[1]->receiveAll(), "\n", $clients[0]->ping('here')->receive(), "\n";
$server->waitForOutput('closed');
echo $server->output();

$without = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode([$server->heartbeat(), $server->heartbeat(false)])));
    PHP);
echo (new WebSocketClient($without->port))->text('go')->receive(), "\n";
?>
--EXPECT--
[]
pong: here
[3]
[3]
close: 1001 idle for too long
end
pong: here
bool(false)
closed 3, 0
text: [false,false]
