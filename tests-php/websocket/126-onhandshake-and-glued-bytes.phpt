--TEST--
Frames that come with the handshake wait for onHandshake; what it gives to end() follows the 101 as it is
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('handshake', function ($request, $response) {
            echo "handshake\n";
            $response->status(101);
            $response->end(Swoole\WebSocket\Server::pack('raw bytes that are a frame'));
        });
        $server->on('message', function ($server, $frame) {
            echo "message $frame->data\n";
            $server->push($frame->fd, $frame->data);
        });
        PHP);

    $client = new HttpClient($server->port);
    $frames = WebSocketClient::frame('glued') . WebSocketClient::frame(str_repeat('x', 200));
    $client->raw(WebSocketClient::handshake() . substr($frames, 0, -50));
    echo $client->response()->status, ' ';
    echo substr($client->read(2 + 26), 2), ', ', substr($client->read(2 + 5), 2), ', ';
    $client->raw(substr($frames, -50));
    echo strlen($client->read(4 + 200)), "\n";
    echo preg_replace('/x+/', 'x...', $server->output());
}
?>
--EXPECT--
101 raw bytes that are a frame, glued, 204
handshake
message glued
message x...
101 raw bytes that are a frame, glued, 204
handshake
message glued
message x...
