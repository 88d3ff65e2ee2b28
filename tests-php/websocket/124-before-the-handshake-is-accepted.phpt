--TEST--
Inside a handshake callback, before the handshake is accepted, the connection is no WebSocket: status 2, and nothing can be pushed
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['handshake', 'beforeHandshakeResponse'] as $number => $event) {
    $server = TestServer::run('$name = ' . var_export(SERVER_NAMES[$number], true) . "; \$event = '$event';" . <<<'PHP'
        $server = new $name('127.0.0.1', 0);
        $server->on($event, function (...$arguments) use ($server) {
            [$request, $response] = array_slice($arguments, -2);
            $fd = $request->fd;
            $show = fn ($when) => print("$when: " . json_encode([
                $server->getClientInfo($fd)['websocket_status'],
                $server->exist($fd),
                $server->isEstablished($fd),
                array_values(iterator_to_array($server->connections)),
            ]) . "\n");
            set_error_handler(function ($severity, $text) { echo "$text\n"; });
            $show('before');
            var_dump($server->push($fd, 'too early'), $server->ping($fd), $server->disconnect($fd));
            $response->status(101);
            $show('status set');
            $response->end();
            $show('after end()');
            var_dump($server->push($fd, 'just right'));
        });
        $server->on('open', function ($server, $request) { echo "open\n"; });
        $server->on('message', fn () => null);
        PHP);

    $client = new WebSocketClient($server->port);
    // What was refused has sent nothing, before the 101 or behind it.
    echo $client->receive(), "\n", $client->ping('and now?')->receive(), "\n";
    $client->leave();
    $server->stop();
    echo $server->output();
}
?>
--EXPECT--
text: just right
pong: and now?
before: [2,true,false,[]]
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::ping(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(false)
bool(false)
bool(false)
status set: [2,true,false,[]]
after end(): [3,true,true,[1]]
bool(true)
text: just right
pong: and now?
before: [2,true,false,[]]
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::ping(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(false)
bool(false)
bool(false)
status set: [2,true,false,[]]
after end(): [3,true,true,[1]]
bool(true)
open
