--TEST--
A warning that an error handler makes an exception of is one in the callback
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    set_error_handler(fn ($level, $message) => throw new ErrorException($message));
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        try {
            $server->push(9999, 'hello');
        } catch (ErrorException $exception) {
            $server->push($frame->fd, 'caught: ' . $exception->getMessage());
        }
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
?>
--EXPECT--
text: caught: Swoole\WebSocket\Server::push(): session#9999 does not exists
