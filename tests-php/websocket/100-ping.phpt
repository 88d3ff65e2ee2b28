--TEST--
ping() sends a ping with its data; the pong can come to onMessage
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['open_websocket_pong_frame' => true]);
        $server->on('message', function ($server, $frame) {
            if ($frame->opcode === WEBSOCKET_OPCODE_PONG) {
                $server->push($frame->fd, "your pong said '$frame->data'");
                return;
            }
            var_dump(
                $server->ping($frame->fd),
                $server->ping((string) $frame->fd, 'are you there?'),
                $server->ping($frame->fd, str_repeat('x', 125)),
            );
        });
        PHP);

    $client = new WebSocketClient($server->port);
    echo $client->text('go')->receive(), "\n";
    echo $ping = $client->receive(), "\n";
    echo strlen($client->receive()->payload), "\n";
    echo $client->send($ping->payload, 10)->receive(), "\n";
    echo $server->output();
}
?>
--EXPECT--
ping: 
ping: are you there?
125
text: your pong said 'are you there?'
bool(true)
bool(true)
bool(true)
ping: 
ping: are you there?
125
text: your pong said 'are you there?'
bool(true)
bool(true)
bool(true)
