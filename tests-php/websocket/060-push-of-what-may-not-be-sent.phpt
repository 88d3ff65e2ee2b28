--TEST--
What RFC 6455 lets nobody send is refused with a warning, and nothing happens to the connection
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $fd = $frame->fd;
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        $close = new Swoole\WebSocket\CloseFrame;
        $close->code = 1006;
        var_dump(
            $server->push($fd, 'reserved', 3),
            $server->push($fd, str_repeat('x', 126), SWOOLE_WEBSOCKET_OPCODE_PING),
            $server->push($fd, str_repeat('x', 126), SWOOLE_WEBSOCKET_OPCODE_PONG),
            $server->push($fd, 'x', SWOOLE_WEBSOCKET_OPCODE_CLOSE),
            $server->push($fd, pack('n', 1005), SWOOLE_WEBSOCKET_OPCODE_CLOSE),
            $server->push($fd, $close),
            $server->disconnect($fd, 999),
            $server->disconnect($fd, 65536 + 1000),
            $server->disconnect($fd, 1000, str_repeat('x', 124)),
        );
        $server->push($fd, 'alive');
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
echo $server->output();
?>
--EXPECT--
text: alive
Swoole\WebSocket\Server::push(): the opcode 3 is reserved by RFC 6455: 0 to 2 and 8 to 10 can be sent
Swoole\WebSocket\Server::push(): the data of a ping or pong must not be longer than 125 bytes, 126 given
Swoole\WebSocket\Server::push(): the data of a ping or pong must not be longer than 125 bytes, 126 given
Swoole\WebSocket\Server::push(): the data of a close frame must be empty, or a code in two bytes and a reason
Swoole\WebSocket\Server::push(): the close code 1005 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can
Swoole\WebSocket\Server::push(): the close code 1006 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can
Swoole\WebSocket\Server::disconnect(): the close code 999 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can
Swoole\WebSocket\Server::disconnect(): the close code 66536 can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can
Swoole\WebSocket\Server::disconnect(): the reason of a close frame must not be longer than 123 bytes, 124 given
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
