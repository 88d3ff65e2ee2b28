--TEST--
Without onDisconnect onClose tells of every end; with nothing but onDisconnect a WebSocket's own end tells nobody
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['close', 'disconnect'] as $event) {
    $server = TestServer::run("\$event = '$event';" . <<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->on('request', fn ($request, $response) => $response->end());
        $server->on('message', fn ($server, $frame) => $server->disconnect($frame->fd));
        $server->on($event, function ($server, $fd) use ($event) { echo "$event of $fd\n"; });
        PHP);
    (new WebSocketClient($server->port))->leave();
    // Another worker may be quicker with the next one.
    $event === 'close' and $server->waitForOutput("close of 1\n");
    (new WebSocketClient($server->port))->text('disconnect me')->receiveAll();
    $server->waitForOutput("$event of 2\n");
    $http = new HttpClient($server->port);
    $http->get();
    $http->drop();
    $server->waitForOutput("$event of 3\n");
    $server->stop();
    echo $server->output();
}
?>
--EXPECT--
close of 1
close of 2
close of 3
disconnect of 2
disconnect of 3
