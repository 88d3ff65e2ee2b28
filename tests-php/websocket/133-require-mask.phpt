--TEST--
With websocket_require_mask a frame that is not masked is answered with close code 1002
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['websocket_require_mask' => true]);
        $server->on('message', function ($server, $frame) {
            echo "message $frame->data\n";
            $server->push($frame->fd, $frame->data);
        });
        $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
        PHP);

    $client = new WebSocketClient($server->port);
    echo $client->text('masked')->receive(), "\n";
    echo $client->send('bare', masked: false)->closeCode(), "\n";
    $server->waitForOutput('closed 1');
    // Control frames and later fragments too.
    echo (new WebSocketClient($server->port))->send('', 9, masked: false)->closeCode(), "\n";
    $server->waitForOutput('closed 2');
    echo (new WebSocketClient($server->port))->send("\x03\xe8", 8, masked: false)->closeCode(), "\n";
    $server->waitForOutput('closed 3');
    echo (new WebSocketClient($server->port))->send('masked ', 1, fin: false)->send('bare', 0, masked: false)->closeCode(), "\n";
    $server->waitForOutput('closed 4');
    echo $server->output();
}
?>
--EXPECT--
text: masked
1002
1002
1002
1002
message masked
closed 1, -1
closed 2, -1
closed 3, -1
closed 4, -1
text: masked
1002
1002
1002
1002
message masked
closed 1, -1
closed 2, -1
closed 3, -1
closed 4, -1
