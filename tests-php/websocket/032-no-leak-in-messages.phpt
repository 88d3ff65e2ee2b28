--TEST--
A hundred thousand messages and pushes leave memory as it was
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const BOUND = 2048;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame));
    PHP);

$client = new WebSocketClient($server->port);
$batch = str_repeat(WebSocketClient::frame(str_repeat('x', 100)), 500);
$answer = WebSocketClient::frame(str_repeat('x', 100), masked: false);
$rounds = function (int $count) use ($client, $batch, $answer) {
    for ($round = 0; $round < $count; $round++) {
        if ($client->raw($batch)->read(500 * strlen($answer)) !== str_repeat($answer, 500)) {
            throw new RuntimeException('another answer');
        }
    }
};
$rounds(50);
$before = $server->memory();
$rounds(200);
$growth = $server->memory() - $before;
echo $growth <= BOUND ? 'flat' : "grown by $growth KiB from $before KiB", "\n";
?>
--EXPECT--
flat
