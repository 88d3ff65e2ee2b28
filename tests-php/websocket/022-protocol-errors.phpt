--TEST--
What RFC 6455 forbids is answered with close code 1002
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) { echo "message: $frame->data\n"; });
    PHP);

$faults = [
    'RSV1 without compression' => fn ($client) => $client->send('x', rsv: 4),
    'RSV2' => fn ($client) => $client->send('x', rsv: 2),
    'RSV3' => fn ($client) => $client->send('x', rsv: 1),
    'opcode 3' => fn ($client) => $client->send('x', 3),
    'opcode 7' => fn ($client) => $client->send('x', 7),
    'opcode 11' => fn ($client) => $client->send('x', 11),
    'opcode 15' => fn ($client) => $client->send('x', 15),
    'fragmented ping' => fn ($client) => $client->send('x', 9, fin: false),
    'fragmented close' => fn ($client) => $client->send("\x03\xe8", 8, fin: false),
    'ping of 126 bytes' => fn ($client) => $client->send(str_repeat('x', 126), 9),
    'close frame of 126 bytes' => fn ($client) => $client->close(1000, str_repeat('x', 124)),
    'continuation of nothing' => fn ($client) => $client->send('x', 0),
    'second start in a message' => fn ($client) => $client->send('x', 1, fin: false)->send('y', 1),
    'close code cut in two' => fn ($client) => $client->send("\x03", 8),
    'close code 0' => fn ($client) => $client->close(0),
    'close code 999' => fn ($client) => $client->close(999),
    'close code 1004' => fn ($client) => $client->close(1004),
    'close code 1005' => fn ($client) => $client->close(1005),
    'close code 1006' => fn ($client) => $client->close(1006),
    'close code 1015' => fn ($client) => $client->close(1015),
    'close code 1016' => fn ($client) => $client->close(1016),
    'close code 2999' => fn ($client) => $client->close(2999),
    'close code 5000' => fn ($client) => $client->close(5000),
    'close code 65535' => fn ($client) => $client->close(65535),
];
foreach ($faults as $name => $fault) {
    $client = new WebSocketClient($server->port);
    $fault($client);
    echo "$name: ", $client->closeCode(), "\n";
}
echo $server->output();
?>
--EXPECT--
RSV1 without compression: 1002
RSV2: 1002
RSV3: 1002
opcode 3: 1002
opcode 7: 1002
opcode 11: 1002
opcode 15: 1002
fragmented ping: 1002
fragmented close: 1002
ping of 126 bytes: 1002
close frame of 126 bytes: 1002
continuation of nothing: 1002
second start in a message: 1002
close code cut in two: 1002
close code 0: 1002
close code 999: 1002
close code 1004: 1002
close code 1005: 1002
close code 1006: 1002
close code 1015: 1002
close code 1016: 1002
close code 2999: 1002
close code 5000: 1002
close code 65535: 1002
