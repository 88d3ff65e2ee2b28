--TEST--
buffer_high_watermark and buffer_low_watermark say when a buffer is full and when it is empty again, before any push is refused
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    // So far from 0 that the socket does not take the rest at once.
    $server->set(['socket_buffer_size' => 16_000_000, 'buffer_high_watermark' => 8_000_000, 'buffer_low_watermark' => 7_900_000]);
    // A program that stops when it is told to: that is what the events are for.
    $full = new Swoole\Atomic(0);
    $server->on('message', function ($server, $frame) use ($full) {
        $pushes = $frame->data === 'push' && !$full->get();
        $pushed = $pushes ? $server->push(1, random_bytes(100_000), WEBSOCKET_OPCODE_BINARY) : null;
        $server->push($frame->fd, json_encode([$pushed, (bool) $full->get()]));
    });
    $server->on('bufferFull', function ($server, $fd) use ($full) {
        $full->set(1);
        echo "full $fd\n";
    });
    $server->on('bufferEmpty', function ($server, $fd) use ($full) {
        $full->set(0);
        $queued = $server->getClientInfo($fd)['send_queued_bytes'];
        echo "empty $fd: " . ($queued > 0 && $queued <= 7_900_000 ? 'at the mark' : "$queued bytes wait") . "\n";
    });
    PHP);

$slow = new WebSocketClient($server->port);
$driver = new WebSocketClient($server->port);
$ask = fn (string $what) => json_decode($driver->text($what)->receive()->payload);
$waiting = 0;
foreach ([1, 2] as $round) {
    waitUntil(function () use ($ask, &$waiting) {
        [$pushed, $full] = $ask('push');
        $waiting += $pushed === true;
        return $full ?: ($pushed ? false : throw new RuntimeException('refused before the event'));
    }, 'a buffer that is full', 20);
    waitUntil(function () use ($ask, $slow, &$waiting) {
        $slow->receive();
        $waiting--;
        return !$ask('is it?')[1];
    }, 'a buffer that is empty again', 20);
}
for (; $waiting > 0; $waiting--) {
    $slow->receive();
}
$slow->leave();
$driver->leave();
$server->stop();
echo $server->output();
?>
--EXPECT--
full 1
empty 1: at the mark
full 1
empty 1: at the mark
