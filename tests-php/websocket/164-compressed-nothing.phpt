--TEST--
Compressed blocks without anything in them, each said to be the last, are answered with 1007 before the message is whole; others are served
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// The shortest of them: a last block with fixed codes that ends at once.
$nothing = str_repeat("\x03\0", 10_000);
$attacks = [
    'in one frame' => fn ($client) => $client->send($nothing, 2, fin: false, rsv: 4),
    // What came before would be remembered again and again, 32 KiB of it.
    'behind a full window' => fn ($client) => $client->send(
        (new Deflate)->deflate(random_bytes(32768)) . "\0\0\0\xff\xff$nothing",
        2,
        fin: false,
        rsv: 4,
    ),
    'in fragments' => function ($client) {
        $client->send("\x03\0", 2, fin: false, rsv: 4);
        for ($number = 0; $number < 200; $number++) {
            $client->send(str_repeat("\x03\0", 50), 0, fin: false);
        }
    },
];
foreach (['false', 'true'] as $takeover) {
    $server = TestServer::run("\$takeover = $takeover;" . <<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->set(['websocket_compression' => true, 'websocket_context_takeover' => $takeover]);
        $server->on('message', function ($server, $frame) {
            $server->push($frame->fd, strlen($frame->data) . ' bytes');
        });
        PHP);
    $other = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
    foreach ($attacks as $name => $attack) {
        $client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE], limit: 3);
        $attack($client);
        echo "$name: ", $client->closeCode(), ', other: ', $other->compressed('hello')->receive(), "\n";
    }
}
?>
--EXPECT--
in one frame: 1007, other: text: 5 bytes
behind a full window: 1007, other: text: 5 bytes
in fragments: 1007, other: text: 5 bytes
in one frame: 1007, other: text: 5 bytes
behind a full window: 1007, other: text: 5 bytes
in fragments: 1007, other: text: 5 bytes
