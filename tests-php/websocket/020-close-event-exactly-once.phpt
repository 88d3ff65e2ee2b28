--TEST--
onClose comes exactly once, however a connection ends; its third argument tells which side ended it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function ($server, $request) {
        echo "open $request->fd\n";
        if ($request->server['request_uri'] === '/refused') {
            $server->close($request->fd);
        }
    });
    $server->on('message', function ($server, $frame) {
        match ($frame->data) {
            'close me' => $server->close($frame->fd),
            'disconnect me' => $server->disconnect($frame->fd),
        };
    });
    $server->on('close', function ($server, $fd, $reactor) {
        echo "close $fd by the ", $reactor < 0 ? 'server' : 'client', "\n";
    });
    PHP);

$ends = [
    'close frame' => fn ($client) => $client->leave(),
    'end of stream' => fn ($client) => $client->drop(),
    'reset' => fn ($client) => $client->reset(),
    'half close' => fn ($client) => $client->shutdownWriting()->isClosedByServer(),
    'close()' => fn ($client) => $client->text('close me')->isClosedByServer(),
    'disconnect()' => fn ($client) => $client->text('disconnect me')->isClosedByServer(),
];
$fd = 0;
foreach ($ends as $name => $end) {
    $fd++;
    $end(new WebSocketClient($server->port));
    $server->waitForOutput("close $fd ");
    preg_match("/^close $fd by the (\w+)/m", $server->output(), $match);
    echo "$name: $match[1]\n";
}
// Refused at the door; and both sides close at the same time.
(new WebSocketClient($server->port, '/refused'))->isClosedByServer();
(new WebSocketClient($server->port))->text('disconnect me')->close()->isClosedByServer();
$server->waitForOutput('close 7 ');
$server->waitForOutput('close 8 ');

// A second onClose would have come by now: the server has gone through everything when it stops.
$server->stop();
foreach (range(1, $fd + 2) as $fd) {
    echo $fd, ': ', preg_match_all("/^open $fd$/m", $server->output()), ' open, ',
        preg_match_all("/^close $fd /m", $server->output()), " close\n";
}
?>
--EXPECT--
close frame: client
end of stream: client
reset: client
half close: client
close(): server
disconnect(): server
1: 1 open, 1 close
2: 1 open, 1 close
3: 1 open, 1 close
4: 1 open, 1 close
5: 1 open, 1 close
6: 1 open, 1 close
7: 1 open, 1 close
8: 1 open, 1 close
