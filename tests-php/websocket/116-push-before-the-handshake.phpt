--TEST--
A connection that has not become a WebSocket yet takes no push, whatever it becomes later
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('connect', function ($server, $fd) {
            set_error_handler(function ($severity, $text) { echo "$text\n"; });
            var_dump($server->exist($fd), $server->isEstablished($fd), $server->push($fd, 'too early'), $server->disconnect($fd));
        });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);

    $client = new HttpClient($server->port);
    $server->waitForOutput("bool(false)\nbool(false)\nbool(false)\n");
    $client->raw(WebSocketClient::handshake() . WebSocketClient::frame('hello'));
    echo $client->response()->status, ' ', substr($client->read(7), 2), "\n", $server->output();
}
?>
--EXPECT--
101 hello
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(true)
bool(false)
bool(false)
bool(false)
101 hello
Swoole\WebSocket\Server::push(): the connected client of connection[1] is not a websocket client or closed
Swoole\WebSocket\Server::disconnect(): the connected client of connection[1] is not a websocket client or closed
bool(true)
bool(false)
bool(false)
bool(false)
