--TEST--
close($fd, true) is a reset: what was queued is dropped, and the client sees it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->close($frame->fd, $frame->data === 'reset'));
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd " . reactor($reactor) . "\n"; });
    PHP);

foreach (['reset', 'gently'] as $how) {
    $socket = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
    socket_connect($socket, '127.0.0.1', $server->port);
    socket_set_option($socket, SOL_SOCKET, SO_RCVTIMEO, ['sec' => 10, 'usec' => 0]);
    socket_write($socket, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    socket_read($socket, 4096);
    socket_write($socket, chr(0x81) . chr(0x80 | strlen($how)) . "\0\0\0\0$how");
    $read = @socket_read($socket, 100);
    echo $how, ': ', $read === false ? socket_strerror(socket_last_error($socket)) : json_encode($read), "\n";
}
// In any order, where they have workers of their own.
foreach ([1, 2] as $fd) {
    $server->waitForOutput("closed $fd");
}
$lines = explode("\n", trim($server->output()));
sort($lines);
echo implode("\n", $lines), "\n";
?>
--EXPECT--
reset: Connection reset by peer
gently: ""
closed 1 -1
closed 2 -1
