--TEST--
onDisconnect takes the place of onClose for those that are no WebSocket when they end: plain HTTP, and who was disconnected
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('request', fn ($request, $response) => $response->end());
        $server->on('message', function ($server, $frame) {
            match ($frame->data) {
                'disconnect me' => $server->disconnect($frame->fd),
                'close me' => $server->close($frame->fd),
                'push me a close frame' => $server->push($frame->fd, '', WEBSOCKET_OPCODE_CLOSE),
            };
        });
        foreach (['close', 'disconnect'] as $event) {
            $server->on($event, function ($server, $fd, $reactor) use ($event) {
                $status = $server->getClientInfo($fd)['websocket_status'];
                $side = $reactor < 0 ? 'server' : 'client';
                echo "$event of $fd by the $side, status $status\n";
            });
        }
        PHP);

    $ends = [
        'plain HTTP' => function ($port) {
            $http = new HttpClient($port);
            $http->get();
            $http->drop();
        },
        'close frame' => fn ($port) => (new WebSocketClient($port))->leave(),
        'reset' => fn ($port) => (new WebSocketClient($port))->reset(),
        'close()' => fn ($port) => (new WebSocketClient($port))->text('close me')->isClosedByServer(),
        'disconnect()' => fn ($port) => (new WebSocketClient($port))->text('disconnect me')->receiveAll(),
        'pushed close frame' => fn ($port) => (new WebSocketClient($port))->text('push me a close frame')->receiveAll(),
        'protocol error' => fn ($port) => (new WebSocketClient($port))->send('', 3)->receiveAll(),
    ];
    $fd = 0;
    foreach ($ends as $how => $end) {
        $end($server->port);
        $server->waitForOutput('of ' . ++$fd . ' ');
        preg_match("/^.* of $fd .*/m", $server->output(), $match);
        echo "$how: $match[0]\n";
    }
    // One end each.
    $server->stop();
    echo substr_count($server->output(), "\n") === $fd ? "each once\n" : $server->output();
}
?>
--EXPECT--
plain HTTP: disconnect of 1 by the client, status 0
close frame: close of 2 by the client, status 3
reset: close of 3 by the client, status 3
close(): close of 4 by the server, status 3
disconnect(): disconnect of 5 by the server, status 4
pushed close frame: disconnect of 6 by the server, status 4
protocol error: close of 7 by the server, status 3
each once
plain HTTP: disconnect of 1 by the client, status 0
close frame: close of 2 by the client, status 3
reset: close of 3 by the client, status 3
close(): close of 4 by the server, status 3
disconnect(): disconnect of 5 by the server, status 4
pushed close frame: disconnect of 6 by the server, status 4
protocol error: close of 7 by the server, status 3
each once
