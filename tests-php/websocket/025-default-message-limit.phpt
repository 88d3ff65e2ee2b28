--TEST--
Without a setting a message may have 2 MiB
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, strlen($frame->data)));
    PHP);

echo (new WebSocketClient($server->port))->text(str_repeat('x', (2 << 20) - 14))->receive(), "\n";
$client = new WebSocketClient($server->port);
$client->raw("\x81\xff" . pack('J', (2 << 20) + 1) . "\0\0\0\0");
echo $client->closeCode(), "\n";
?>
--EXPECT--
text: 2097138
1009
