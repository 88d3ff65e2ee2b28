--TEST--
Of the flags push() looks at FIN and COMPRESS; the bits that only a client or an extension may set are not sent
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('message', function ($server, $frame) {
            foreach ([SWOOLE_WEBSOCKET_FLAG_RSV1, SWOOLE_WEBSOCKET_FLAG_RSV2, SWOOLE_WEBSOCKET_FLAG_RSV3,
                SWOOLE_WEBSOCKET_FLAG_MASK, SWOOLE_WEBSOCKET_FLAG_COMPRESS, 63] as $flag) {
                $server->push($frame->fd, "flag $flag", WEBSOCKET_OPCODE_TEXT, $flag | SWOOLE_WEBSOCKET_FLAG_FIN);
            }
            // Those of a frame object likewise: the received one has MASK.
            $frame->data = "came with flags $frame->flags";
            $server->push($frame->fd, $frame);
        });
        PHP);

    $client = new WebSocketClient($server->port);
    $client->text('go');
    foreach (range(1, 7) as $number) {
        echo $client->receive(), "\n";
    }
}
?>
--EXPECT--
text: flag 4
text: flag 8
text: flag 16
text: flag 32
text: flag 2
text: flag 63
text: came with flags 33
text: flag 4
text: flag 8
text: flag 16
text: flag 32
text: flag 2
text: flag 63
text: came with flags 33
