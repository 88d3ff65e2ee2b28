--TEST--
disconnect() sends a close frame with code and reason and ends the connection
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        match ($frame->data) {
            'plain' => var_dump($server->disconnect($frame->fd)),
            'with reason' => var_dump($server->disconnect($frame->fd, 4001, 'you are too loud')),
            'too long' => var_dump($server->disconnect($frame->fd, 1000, str_repeat('x', 200))),
            'twice' => var_dump(
                $server->disconnect($frame->fd),
                $server->exist($frame->fd),
                $server->isEstablished($frame->fd),
                $server->disconnect($frame->fd),
            ),
            'alive' => $server->push($frame->fd, 'alive'),
        };
    });
    $server->on('close', function ($server, $fd, $reactor) {
        echo "closed $fd, " . reactor($reactor) . "\n";
    });
    PHP);

echo (new WebSocketClient($server->port))->text('plain')->receiveAll(), "\n";
$server->waitForOutput('closed 1');
echo (new WebSocketClient($server->port))->text('with reason')->receiveAll(), "\n";
$server->waitForOutput('closed 2');
echo (new WebSocketClient($server->port))->text('twice')->receiveAll(), "\n";
$server->waitForOutput('closed 3');

// A reason that does not fit into a close frame is refused, and nothing happens to the connection.
$client = new WebSocketClient($server->port);
echo $client->text('too long')->text('alive')->receive(), "\n";
echo $server->output();
?>
--EXPECTF--
close: 1000
end
close: 4001 you are too loud
end
close: 1000
end
text: alive
bool(true)
closed 1, -1
bool(true)
closed 2, -1

Warning: Swoole\WebSocket\Server::disconnect(): the connected client of connection[3] is not a websocket client or closed in %s on line %d
bool(true)
bool(false)
bool(false)
bool(false)
closed 3, -1

Warning: Swoole\WebSocket\Server::disconnect(): the reason of a close frame must not be longer than 123 bytes, 200 given in %s on line %d
bool(false)
