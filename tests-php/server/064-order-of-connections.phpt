--TEST--
getClientList() and connections give every connection once, in the order of their places and not of their numbers
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode(
        [$server->getClientList(), $server->getClientList(5), array_values(iterator_to_array($server->connections))]
    )));
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);

$clients = array_map(fn () => new WebSocketClient($server->port), range(1, 4));
$clients[1]->leave();
$server->waitForOutput('closed 2');
// The fifth has the place of the second.
echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
?>
--EXPECT--
text: [[1,5,3,4],[3,4],[1,5,3,4]]
