--TEST--
onBufferFull is called as well when it is the write behind a callback that finds the socket full, without another push
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['buffer_high_watermark' => 1]);
    $server->on('message', function ($server, $frame) {
        // Short enough to be written behind the callback only.
        if ($server->getClientInfo($frame->fd)['send_queued_bytes'] === 0) {
            $server->push($frame->fd, str_repeat('x', 15_000));
            echo "pushed\n";
        } else {
            echo "something waits\n";
        }
    });
    $server->on('bufferFull', function ($server, $fd) { echo "full $fd\n"; });
    PHP);

$client = new WebSocketClient($server->port);
$client->readAheadLittle();
$count = 0;
waitUntil(function () use ($client, $server, &$count) {
    $client->text('go');
    $count++;
    waitUntil(fn () => preg_match_all('/^(pushed|something waits)$/m', $server->output()) === $count, "answer $count");
    return str_contains($server->output(), "full 1\n");
}, 'a socket that is full', 60);
echo substr_count($server->output(), 'full'), " time\n";
?>
--EXPECT--
1 time
