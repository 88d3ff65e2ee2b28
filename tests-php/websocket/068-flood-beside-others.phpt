--TEST--
Clients that flood the server while PHP is slow cost bounded memory, and others still get their pongs
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) { usleep(1000); });
    PHP);

$quiet = new WebSocketClient($server->port);
$before = $server->memory();
$flood = str_repeat("\x81\x80abcd", 30_000);
$clients = [];
for ($number = 0; $number < 100; $number++) {
    $socket = stream_socket_client("tcp://127.0.0.1:$server->port");
    fwrite($socket, "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        . "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    stream_set_blocking($socket, false);
    // As much as is taken: the rest waits with the client.
    @fwrite($socket, $flood);
    $clients[] = $socket;
}
$began = microtime(true);
echo $quiet->ping('there?')->receive(), ', ', microtime(true) - $began < 2 ? 'at once' : 'late', "\n";
// The bound on what waits for PHP is 64 MiB, and as much again is allowed for the allocator and the connections.
$grown = ($server->memory() - $before) >> 10;
echo $grown < 128 ? 'bounded' : "grown by $grown MiB", "\n", $server->stop(SIGTERM), "\n";
?>
--EXPECT--
pong: there?, at once
bounded
0
