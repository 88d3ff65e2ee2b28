--TEST--
A ping is answered with its own payload and is no message; a pong is passed over
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$frame->opcode: $frame->data"));
    PHP);

$client = new WebSocketClient($server->port);
echo $client->ping()->receive(), "\n";
echo $client->ping('payload')->receive(), "\n";
echo strlen($client->ping(random_bytes(125))->receive()->payload), "\n";
$client->send('unasked', 10);
echo $client->text('message')->receive(), "\n";
?>
--EXPECT--
pong: 
pong: payload
125
text: 1: message
