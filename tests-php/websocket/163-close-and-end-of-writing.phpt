--TEST--
Who sends a close frame and ends its side of the connection still gets all that was pushed before, and the close frame
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    // More than the sockets hold waits in the server.
    $server->set(['socket_buffer_size' => 16 << 20]);
    $server->on('message', function ($server, $frame) {
        for ($number = 0, $pushed = 0; $number < 600; $number++) {
            $pushed += $server->push($frame->fd, str_pad("$number ", 15_000, '.'));
        }
        echo "$pushed pushed, ", $server->getClientInfo($frame->fd)['send_queued_bytes'] > 0 ? 'some wait' : 'none waits', "\n";
    });
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
    PHP);

$client = (new WebSocketClient($server->port))->readAheadLittle()->text('go');
$server->waitForOutput('pushed');
$client->close(1000, 'bye')->shutdownWriting();
for ($number = 0; ($frame = $client->receive())->payload === str_pad("$number ", 15_000, '.'); $number++);
echo "$number came, ", substr($frame, 0, 100), ', ', $client->receiveOrEnd() ?? 'end', "\n";
$server->waitForOutput('closed');
echo $server->output();
?>
--EXPECT--
600 came, close: 1000 bye, end
600 pushed, some wait
closed 1, 0
