--TEST--
Compressed messages reach onMessage inflated, with flags 39; pushed back they are compressed again
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['websocket_compression' => true]);
        $server->on('message', function ($server, $frame) {
            printf("opcode %d, flags %d, %d bytes, finish %s: %.10s\n", $frame->opcode, $frame->flags, strlen($frame->data),
                json_encode($frame->finish), $frame->data);
            $server->push($frame->fd, $frame);
        });
        PHP);

    $client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
    $returned = function () use ($client) {
        $frame = $client->receive();
        printf("%s, %d bytes: %.10s\n", $frame->isCompressed() ? 'compressed' : 'plain', strlen($frame->message()), $frame->message());
    };
    $client->compressed('你好');
    $returned();
    $client->compressed('');
    $returned();
    // Sent as it is in spite of the agreement.
    $client->text('plain');
    $returned();

    // In fragments: RSV1 stands on the first, and control frames may come in between.
    $bytes = (new Deflate)->deflate(str_repeat('fragments ', 1000));
    $client->send($bytes[0], 2, fin: false, rsv: 4)->send('', 0, fin: false)->ping('between')->send(substr($bytes, 1), 0);
    echo $client->receive(), "\n";
    $returned();
    // Not masked.
    $client->send((new Deflate)->deflate('bare'), rsv: 4, masked: false);
    $returned();
    echo $server->output();
}
?>
--EXPECT--
compressed, 6 bytes: 你好
plain, 0 bytes: 
plain, 5 bytes: plain
pong: between
compressed, 10000 bytes: fragments 
compressed, 4 bytes: bare
opcode 1, flags 39, 6 bytes, finish true: 你好
opcode 1, flags 39, 0 bytes, finish true: 
opcode 1, flags 33, 5 bytes, finish true: plain
opcode 2, flags 39, 10000 bytes, finish true: fragments 
opcode 1, flags 7, 4 bytes, finish true: bare
compressed, 6 bytes: 你好
plain, 0 bytes: 
plain, 5 bytes: plain
pong: between
compressed, 10000 bytes: fragments 
compressed, 4 bytes: bare
opcode 1, flags 39, 6 bytes, finish true: 你好
opcode 1, flags 39, 0 bytes, finish true: 
opcode 1, flags 33, 5 bytes, finish true: plain
opcode 2, flags 39, 10000 bytes, finish true: fragments 
opcode 1, flags 7, 4 bytes, finish true: bare
