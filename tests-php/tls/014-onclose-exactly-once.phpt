--TEST--
wss: onClose comes exactly once, however a connection ends; its third argument tells which side ended it
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('open', function ($server, $request) { echo "open $request->fd\n"; });
    $server->on('message', function ($server, $frame) {
        match ($frame->data) {
            'talk to me' => print($server->push($frame->fd, 'blah') ? "talking\n" : ''),
            'close me' => $server->close($frame->fd),
            'reset me' => $server->close($frame->fd, true),
            'disconnect me' => $server->disconnect($frame->fd, 4000, 'as you asked'),
        };
    });
    $server->on('close', function ($server, $fd, $reactor) {
        $side = $reactor < 0 ? 'server' : 'client';
        echo "close $fd by the $side\n";
    });
    PHP);

$ends = [
    'close frame' => fn ($client) => $client->close(3000, 'enough')->receiveAll(),
    'end of stream' => fn ($client) => $client->drop(),
    'reset' => function ($client) use ($server) {
        // Who closes with something unread resets.
        $client->text('talk to me');
        $server->waitForOutput('talking');
        waitUntil(fn () => !$client->isQuiet(), 'what the server says');
        $client->drop();
    },
    'half close' => fn ($client) => $client->shutdownWriting()->isClosedByServer(),
    'close()' => fn ($client) => $client->text('close me')->receiveAll(),
    'close() with a reset' => fn ($client) => $client->text('reset me')->isClosedByServer(),
    'disconnect()' => fn ($client) => $client->text('disconnect me')->receiveAll(),
    'not the protocol' => fn ($client) => $client->send('x', 3)->receiveAll(),
];
$fd = 0;
foreach ($ends as $name => $end) {
    $fd++;
    $heard = $end(wss($server->port, $authority));
    $server->waitForOutput("close $fd ");
    preg_match("/^close $fd by the (\w+)/m", $server->output(), $match);
    echo "$name: $match[1]\n", is_string($heard) ? preg_replace('/(close: 1002).*/', '$1', $heard) . "\n" : '';
}
// A second onClose would have come by now: the server has gone through everything when it stops.
$server->stop();
foreach (range(1, $fd) as $fd) {
    echo $fd, ': ', preg_match_all("/^open $fd$/m", $server->output()), ' open, ',
        preg_match_all("/^close $fd /m", $server->output()), " close\n";
}
?>
--EXPECT--
close frame: client
close: 3000 enough
end
end of stream: client
reset: client
half close: client
close(): server
end
close() with a reset: server
disconnect(): server
close: 4000 as you asked
end
not the protocol: server
close: 1002
end
1: 1 open, 1 close
2: 1 open, 1 close
3: 1 open, 1 close
4: 1 open, 1 close
5: 1 open, 1 close
6: 1 open, 1 close
7: 1 open, 1 close
8: 1 open, 1 close
