--TEST--
Who reads a big message slowly but steadily stays, though the ping waits behind the message for longer than websocket_pong_timeout
--EXTENSIONS--
sockets
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const SIZE = 4 << 20;
$server = TestServer::run('const SIZE = ' . SIZE . <<<'PHP'
    ;
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_ping_interval' => 0.5, 'websocket_pong_timeout' => 0.5]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data === 'big' ? str_repeat('x', SIZE) : 'here you are'));
    $server->on('close', function () { echo "closed\n"; });
    PHP);

$client = (new WebSocketClient($server->port))->readAheadLittle()->text('big');
$begin = microtime(true);
// The header of the frame is 10 bytes.
for ($left = SIZE + 10; $left > 0; $left -= $length) {
    $length = min($left, 32768);
    if ($client->read($length) === null) {
        exit("the connection ended $left bytes before the end of the message\n");
    }
    usleep(25_000);
}
echo microtime(true) - $begin > 2 ? 'all of it, after longer than the limits' : 'too soon to tell', "\n";

// Pings are answered again.
$client->text('and now?');
while (($frame = $client->receive())->opcode === 9) {
    $client->send($frame->payload, 10);
}
echo "$frame\n", $server->output();
?>
--EXPECT--
all of it, after longer than the limits
text: here you are
