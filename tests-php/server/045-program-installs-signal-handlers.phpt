--TEST--
A program's own signal handlers are called while the server waits
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, function () { echo "SIGUSR1\n"; });
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, 'still here'));
    PHP);

$server->signal(SIGUSR1);
$server->waitForOutput('SIGUSR1');
echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n", $server->stop(), "\n", $server->output();
?>
--EXPECT--
text: still here
0
SIGUSR1
