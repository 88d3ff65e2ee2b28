--TEST--
push() sends the opcode it is given; one above 10 or below 0 is refused
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $server->push($frame->fd, 'text', SWOOLE_WEBSOCKET_OPCODE_TEXT);
        $server->push($frame->fd, 'binary', WEBSOCKET_OPCODE_BINARY);
        $server->push($frame->fd, 'ping', SWOOLE_WEBSOCKET_OPCODE_PING);
        $server->push($frame->fd, 'pong', SWOOLE_WEBSOCKET_OPCODE_PONG);
        var_dump($server->push($frame->fd, 'no', 11));
        var_dump($server->push($frame->fd, 'no', -1));
        $server->push($frame->fd, 'done');
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('go');
foreach (range(1, 5) as $number) {
    echo $client->receive(), "\n";
}
echo $server->output();
?>
--EXPECTF--
text: text
binary: binary
ping: ping
pong: pong
text: done

Warning: Swoole\WebSocket\Server::push(): the maximum value of opcode is 10 in %s on line %d
bool(false)

Warning: Swoole\WebSocket\Server::push(): the maximum value of opcode is 10 in %s on line %d
bool(false)
