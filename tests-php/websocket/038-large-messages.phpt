--TEST--
Messages of megabytes arrive whole, again and again, at readers slow and quick
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 9 << 20]);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, $frame->data, $frame->opcode);
        echo "pushed\n";
    });
    PHP);

$message = random_bytes(8 << 20);
$whole = 0;
for ($round = 1; $round <= 10; $round++) {
    $client = new WebSocketClient($server->port);
    $client->binary($message);
    if ($round % 2) {
        // The kernel's buffers are full, and the rest waits, when this reader begins.
        $server->waitForOutput(str_repeat("pushed\n", $round));
    }
    $whole += $client->receive()->payload === $message;
}
echo "$whole of 10\n";
?>
--EXPECT--
10 of 10
