--TEST--
onBufferEmpty follows a refused push also where there is no onBufferFull
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['socket_buffer_size' => 12 << 20, 'buffer_high_watermark' => 11 << 20]);
        $server->on('message', function ($server, $frame) {
            // More than the sockets hold, less than the mark; the second one has no room beside the rest of the first.
            var_dump($server->push($frame->fd, str_repeat('x', 8 << 20)), @$server->push($frame->fd, str_repeat('y', 10 << 20)));
        });
        $server->on('bufferEmpty', function ($server, $fd) {
            echo "empty: $fd, {$server->getClientInfo($fd)['send_queued_bytes']} bytes wait\n";
            $server->push($fd, 'empty');
        });
        PHP);

    $client = (new WebSocketClient($server->port))->readAheadLittle()->text('go');
    $server->waitForOutput("bool(false)");
    echo strlen($client->receive()->payload) >> 20, " MiB\n", $client->receive(), "\n", $server->output();
}
?>
--EXPECT--
8 MiB
text: empty
bool(true)
bool(false)
empty: 1, 0 bytes wait
8 MiB
text: empty
bool(true)
bool(false)
empty: 1, 0 bytes wait
