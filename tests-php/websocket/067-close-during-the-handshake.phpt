--TEST--
A connection that onConnect closes never counts as a WebSocket, however its handshake races with that
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('connect', function ($server, $fd) {
        if ($fd < 2000) {
            $server->close($fd);
        }
    });
    $closed = new Swoole\Atomic;
    $server->on('close', function () use ($closed) {
        if ($closed->add() === 1999) {
            echo "all\n";
        }
    });
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, count($server->connections) . ' ' . count(iterator_to_array($server->connections)));
    });
    PHP);

$handshake = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
for ($fd = 1; $fd < 2000; $fd++) {
    $socket = stream_socket_client("tcp://127.0.0.1:$server->port");
    @fwrite($socket, $handshake);
    fclose($socket);
}
// Whoever comes next has the number behind theirs.
$server->waitForOutput('all');
echo (new WebSocketClient($server->port))->text('how many?')->receive(), "\n";
?>
--EXPECT--
text: 1 1
