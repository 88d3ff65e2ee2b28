--TEST--
Messages of every length class come back as they were sent
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 9 << 20]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data, $frame->opcode));
    PHP);

$client = new WebSocketClient($server->port);
foreach ([0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 8 << 20] as $length) {
    $text = substr(str_repeat('0123456789', intdiv($length, 10) + 1), 0, $length);
    $answer = $client->text($text)->receive();
    echo "$length text: ", $answer->opcode === 1 && $answer->payload === $text ? 'same' : 'different', "\n";

    $bytes = $length > 0 ? random_bytes($length) : '';
    $answer = $client->binary($bytes)->receive();
    echo "$length binary: ", $answer->opcode === 2 && $answer->payload === $bytes ? 'same' : 'different', "\n";
}
?>
--EXPECT--
0 text: same
0 binary: same
1 text: same
1 binary: same
125 text: same
125 binary: same
126 text: same
126 binary: same
127 text: same
127 binary: same
65535 text: same
65535 binary: same
65536 text: same
65536 binary: same
1048576 text: same
1048576 binary: same
8388608 text: same
8388608 binary: same
