--TEST--
A callback whose parameter types do not fit what it gets fails as in PHP, and only it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function (string $server, int $request) {});
    $server->on('message', function (Swoole\Http\Server $server, swoole_websocket_frame $frame, $more = 'default') {
        $server->push($frame->fd, "parent class and old name fit, $more");
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
$server->stop();
echo strtok(strstr($server->output(), 'Uncaught'), "\n"), "\n";
?>
--EXPECTF--
text: parent class and old name fit, default
Uncaught TypeError: {closure%S}(): Argument #1 ($server) must be of type string, Swoole\WebSocket\Server given%S
