--TEST--
Messages come whole: fragmented, with control frames between the pieces, empty, binary, large; pings are answered
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

$server = RawServer::serving(<<<'PHP'
    // The first ones in the same write as the answer to the handshake.
    $peer->open(behind: RawPeer::frame('one ', fin: false) . RawPeer::frame('ping 1', 9) . RawPeer::frame('two', 0) . RawPeer::frame(''));
    $peer->send("\xe4\xbd", fin: false)->send("\xa0", 0);
    foreach (str_split(RawPeer::frame("\0\xff", 2)) as $byte) {
        $peer->raw($byte);
    }
    $peer->send('nobody has asked', 10)->send('ping 2', 9);
    $large = str_repeat('0123456789', 1 << 20);
    $peer->send(substr($large, 0, 5000000), fin: false)->send('ping 3', 9);
    foreach (str_split(substr($large, 5000000), 65536) as $piece) {
        $peer->send($piece, 0, false);
    }
    $peer->send('', 0);
    for ($number = 0; $number < 20000; $number++) {
        $peer->send("message $number");
    }
    $peer->listen();
    PHP);
$client = new Client("ws://127.0.0.1:$server->port/", ['package_max_length' => 16 << 20]);
for ($count = 0; $count < 4; $count++) {
    $frame = $client->receive();
    echo "$frame->opcode '", $frame->opcode === 1 ? $frame->data : bin2hex($frame->data), "'\n";
}
var_dump($client->receive()->data === str_repeat('0123456789', 1 << 20));
for ($number = 0; $number < 20000; $number++) {
    if ($client->receive()->data !== "message $number") {
        exit("message $number is missing\n");
    }
}
// Nothing more comes.
var_dump($client->receive(0), $client->receive(0.05));
unset($client);
$server->waitForOutput("end\n");
echo $server->output();

// There and back, while both sides have much to say: neither waits for the other for ever.
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 64 << 20, 'socket_buffer_size' => 256 << 20]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data, $frame->opcode));
    PHP);
$client = new Client("ws://127.0.0.1:$server->port/", ['package_max_length' => 64 << 20, 'timeout' => TIME_LIMIT]);
$data = random_bytes(1 << 20);
for ($number = 0; $number < 40; $number++) {
    $client->send("$number $data", WEBSOCKET_OPCODE_BINARY);
}
var_dump($client->ping('there?'));
for ($number = 0; $number < 40; $number++) {
    if ($client->receive()->data !== "$number $data") {
        echo "message $number is wrong\n";
    }
}
$data = random_bytes(50 << 20);
$client->send($data, WEBSOCKET_OPCODE_BINARY);
var_dump($client->receive()->data === $data, $client->close());
?>
--EXPECT--
1 'one two'
1 ''
1 '你'
2 '00ff'
bool(true)
NULL
NULL
pong, masked: ping 1
pong, masked: ping 2
pong, masked: ping 3
close, masked: 1001
end
bool(true)
bool(true)
bool(true)
