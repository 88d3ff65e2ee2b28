--TEST--
getLastError() tells why the last call failed
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        var_dump($server->getLastError());
        @$server->push(9999, 'hello');
        var_dump($server->getLastError());
        // Success does not reset it.
        $server->push($frame->fd, 'done');
        var_dump($server->getLastError());
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n", $server->output();
?>
--EXPECT--
text: done
int(0)
int(503)
int(503)
