--TEST--
push(), disconnect() and close() work inside onOpen
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function ($server, $request) {
        match ($request->server['request_uri']) {
            '/push' => $server->push($request->fd, 'one') && $server->push($request->fd, 'two'),
            '/disconnect' => $server->disconnect($request->fd, 4003, 'not today'),
            '/close' => $server->close($request->fd),
        };
    });
    $server->on('message', fn () => null);
    PHP);

$client = new WebSocketClient($server->port, '/push');
echo $client->receive(), "\n", $client->receive(), "\n";
echo (new WebSocketClient($server->port, '/disconnect'))->receiveAll(), "\n";
echo (new WebSocketClient($server->port, '/close'))->receiveAll(), "\n";
?>
--EXPECT--
text: one
text: two
close: 4003 not today
end
end
