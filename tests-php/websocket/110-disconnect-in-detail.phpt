--TEST--
What was pushed before disconnect() arrives before the close frame; from then on the connection is closing and takes nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        // An administrator's request ends another's WebSocket.
        $server->on('request', function ($request, $response) use ($server) {
            $server->push(1, 'first');
            $server->push(1, 'second');
            $server->disconnect(1, SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR, '不受欢迎');
            $info = $server->getClientInfo(1);
            set_error_handler(function ($severity, $text) { echo "$text\n"; });
            var_dump($info['websocket_status'] ?? null, $server->exist(1), count($server->connections));
            var_dump($server->push(1, 'late'), $server->ping(1), $server->disconnect(1));
            $response->end();
        });
        $server->on('message', function () { echo "a message after disconnect()\n"; });
        $server->on('close', function ($server, $fd, $reactor) {
            echo "closed $fd, " . reactor($reactor) . ", status {$server->getClientInfo($fd)['websocket_status']}\n";
        });
        PHP);

    $client = new WebSocketClient($server->port);
    $administrator = new HttpClient($server->port);
    $administrator->get();
    echo $client->receiveAll(), "\n";
    $server->waitForOutput('closed 1');
    echo $server->output();
}
?>
--EXPECT--
text: first
text: second
close: 1008 不受欢迎
end
int(4)
bool(false)
int(0)
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::ping(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(false)
bool(false)
bool(false)
closed 1, -1, status 4
text: first
text: second
close: 1008 不受欢迎
end
int(4)
bool(false)
int(0)
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::ping(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(false)
bool(false)
bool(false)
closed 1, -1, status 4
