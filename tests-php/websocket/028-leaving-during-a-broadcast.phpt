--TEST--
Connections may be closed while they are iterated
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $seen = [];
        foreach ($server->connections as $fd) {
            $seen[] = $fd;
            if ($fd !== $frame->fd) {
                $server->disconnect($fd, 1000, 'the room is closed');
            }
        }
        sort($seen);
        $server->push($frame->fd, implode(' ', $seen) . ', left: ' . implode(' ', iterator_to_array($server->connections)));
    });
    PHP);

$clients = array_map(fn () => new WebSocketClient($server->port), range(1, 5));
echo $clients[0]->text('go')->receive(), "\n";
echo $clients[4]->receiveAll(), "\n";
?>
--EXPECT--
text: 1 2 3 4 5, left: 1
close: 1000 the room is closed
end
