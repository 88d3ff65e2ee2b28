--TEST--
A message above package_max_length is answered with close code 1009
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 100000]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, strlen($frame->data)));
    PHP);

echo (new WebSocketClient($server->port))->text(str_repeat('x', 99000))->receive(), "\n";

// The header alone decides: nobody has to send the rest first.
$client = new WebSocketClient($server->port);
$client->raw("\x81\xff" . pack('J', 100001) . "\0\0\0\0");
echo $client->closeCode(), "\n";

$client = new WebSocketClient($server->port);
$client->raw("\x82\xff" . pack('J', PHP_INT_MAX) . "\0\0\0\0");
echo $client->closeCode(), "\n";

// The fragments of a message count together.
$client = new WebSocketClient($server->port);
$client->send(str_repeat('x', 60000), 1, fin: false)->send(str_repeat('x', 60000), 0);
echo $client->closeCode(), "\n";
?>
--EXPECT--
text: 99000
1009
1009
1009
