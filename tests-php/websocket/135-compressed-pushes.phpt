--TEST--
Where compression was agreed on, text and binary from 64 bytes on go out compressed, shorter ones on request; fragments and control frames never
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['websocket_compression' => true]);
        $server->on('message', function ($server, $frame) {
            $push = fn (...$arguments) => $server->push($frame->fd, ...$arguments);
            $push(str_repeat('a', 63));
            $push(str_repeat('a', 64));
            $push(str_repeat('b', 10_000), WEBSOCKET_OPCODE_BINARY);
            $push('short', WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
            $object = new Swoole\WebSocket\Frame;
            $object->data = 'a short frame object';
            $object->flags = SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS;
            $push($object);
            $push('', WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
            $push(str_repeat('c', 100), WEBSOCKET_OPCODE_TEXT, 0);
            $push(str_repeat('c', 100), WEBSOCKET_OPCODE_CONTINUATION, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
            $push(str_repeat('p', 100), WEBSOCKET_OPCODE_PING, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
            $push('last');
        });
        PHP);

    foreach (['agreed on' => [WebSocketClient::DEFLATE], 'not agreed on' => []] as $title => $headers) {
        echo "$title\n";
        $client = new WebSocketClient($server->port, '/', $headers);
        $client->text('go');
        do {
            $frame = $client->receive();
            $message = $frame->message();
            printf("    %s, opcode %d%s: %d bytes, %.5s\n", $frame->isCompressed() ? 'compressed' : 'plain', $frame->opcode,
                $frame->fin ? '' : ', not final', strlen($message), $message);
        } while ($message !== 'last');
    }
}
?>
--EXPECT--
agreed on
    plain, opcode 1: 63 bytes, aaaaa
    compressed, opcode 1: 64 bytes, aaaaa
    compressed, opcode 2: 10000 bytes, bbbbb
    compressed, opcode 1: 5 bytes, short
    compressed, opcode 1: 20 bytes, a sho
    plain, opcode 1: 0 bytes, 
    plain, opcode 1, not final: 100 bytes, ccccc
    plain, opcode 0: 100 bytes, ccccc
    plain, opcode 9: 100 bytes, ppppp
    plain, opcode 1: 4 bytes, last
not agreed on
    plain, opcode 1: 63 bytes, aaaaa
    plain, opcode 1: 64 bytes, aaaaa
    plain, opcode 2: 10000 bytes, bbbbb
    plain, opcode 1: 5 bytes, short
    plain, opcode 1: 20 bytes, a sho
    plain, opcode 1: 0 bytes, 
    plain, opcode 1, not final: 100 bytes, ccccc
    plain, opcode 0: 100 bytes, ccccc
    plain, opcode 9: 100 bytes, ppppp
    plain, opcode 1: 4 bytes, last
agreed on
    plain, opcode 1: 63 bytes, aaaaa
    compressed, opcode 1: 64 bytes, aaaaa
    compressed, opcode 2: 10000 bytes, bbbbb
    compressed, opcode 1: 5 bytes, short
    compressed, opcode 1: 20 bytes, a sho
    plain, opcode 1: 0 bytes, 
    plain, opcode 1, not final: 100 bytes, ccccc
    plain, opcode 0: 100 bytes, ccccc
    plain, opcode 9: 100 bytes, ppppp
    plain, opcode 1: 4 bytes, last
not agreed on
    plain, opcode 1: 63 bytes, aaaaa
    plain, opcode 1: 64 bytes, aaaaa
    plain, opcode 2: 10000 bytes, bbbbb
    plain, opcode 1: 5 bytes, short
    plain, opcode 1: 20 bytes, a sho
    plain, opcode 1: 0 bytes, 
    plain, opcode 1, not final: 100 bytes, ccccc
    plain, opcode 0: 100 bytes, ccccc
    plain, opcode 9: 100 bytes, ppppp
    plain, opcode 1: 4 bytes, last
