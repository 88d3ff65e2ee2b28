--TEST--
Compressed data that is broken or no UTF-8 is answered with 1007, what inflates above package_max_length with 1009, RSV1 where it does not belong with 1002
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_compression' => true, 'package_max_length' => 100_000]);
    $server->on('message', function ($server, $frame) {
        echo 'message of ', strlen($frame->data), " bytes\n";
        $server->push($frame->fd, 'fine');
    });
    PHP);

$bytes = (new Deflate)->deflate('hello');
$bomb = (new Deflate)->deflate(str_repeat("\0", 50 << 20));
$faults = [
    'no deflate data' => fn ($client) => $client->send("\xff\xff\xff\xff", rsv: 4),
    'broken behind a good block' => fn ($client) => $client->send("$bytes\0\0\xff\xff\xff\xff", rsv: 4),
    'not UTF-8' => fn ($client) => $client->compressed("caf\xe9"),
    'cut character' => fn ($client) => $client->compressed("\xe4\xbd"),
    'above the limit' => fn ($client) => $client->compressed(str_repeat('a', 100_001)),
    '500 times the limit' => fn ($client) => $client->send($bomb, 2, rsv: 4),
    'RSV1 on a continuation' => fn ($client) => $client->send($bytes[0], fin: false, rsv: 4)->send(substr($bytes, 1), 0, rsv: 4),
    'RSV1 on a ping' => fn ($client) => $client->send($bytes, 9, rsv: 4),
    'RSV1 on a close frame' => fn ($client) => $client->send("\x03\xe8", 8, rsv: 4),
    'RSV1 and RSV2' => fn ($client) => $client->send($bytes, rsv: 6),
];
foreach ($faults as $name => $fault) {
    $client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
    $fault($client);
    echo "$name: ", $client->closeCode(), "\n";
}
// RSV1 without an agreement, though the server would have agreed.
echo 'not agreed on: ', (new WebSocketClient($server->port))->compressed('hello')->closeCode(), "\n";
echo (new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]))->compressed(str_repeat('a', 99_000))->receive(), "\n";
echo $server->output();
?>
--EXPECT--
no deflate data: 1007
broken behind a good block: 1007
not UTF-8: 1007
cut character: 1007
above the limit: 1009
500 times the limit: 1009
RSV1 on a continuation: 1002
RSV1 on a ping: 1002
RSV1 on a close frame: 1002
RSV1 and RSV2: 1002
not agreed on: 1002
text: fine
message of 99000 bytes
