--TEST--
push() takes a Frame, whose opcode and finish count for more than the arguments
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        // The frame that came in goes back as it is.
        $server->push($frame->fd, $frame);

        $binary = new Swoole\WebSocket\Frame;
        $binary->data = 'binary';
        $binary->opcode = SWOOLE_WEBSOCKET_OPCODE_BINARY;
        $server->push($frame->fd, $binary, SWOOLE_WEBSOCKET_OPCODE_TEXT);

        $start = new swoole_websocket_frame;
        $start->data = 'start';
        $start->finish = false;
        $server->push($frame->fd, $start);

        $close = new Swoole\WebSocket\CloseFrame;
        $close->code = 1001;
        $close->reason = 'moving';
        $server->push($frame->fd, $close);
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('back');
foreach (range(1, 4) as $number) {
    echo $client->receive(), "\n";
}
?>
--EXPECT--
text: back
binary: binary
text, not final: start
close: 1001 moving
