--TEST--
max_connection counts connections; a client above it gets a 503, and its place when another leaves
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['max_connection' => 2]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "fd $frame->fd"));
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);

$clients = [new WebSocketClient($server->port), new WebSocketClient($server->port)];
$third = new HttpClient($server->port);
$response = $third->get();
echo $response->status, ', ', $response->header('Connection'), ', end: ', json_encode($third->isClosedByServer()), "\n";

$clients[0]->leave();
$server->waitForOutput('closed 1');
echo (new WebSocketClient($server->port))->text('who am I')->receive(), ', ', $clients[1]->text('and I')->receive(), "\n";
?>
--EXPECT--
503, close, end: true
text: fd 3, text: fd 2
