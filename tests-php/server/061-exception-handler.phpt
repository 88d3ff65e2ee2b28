--TEST--
The program's exception handler gets what leaves a callback, and the server goes on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    set_exception_handler(function ($exception) { echo $exception::class, ': ', $exception->getMessage(), "\n"; });
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $frame->data === 'fail' ? throw new DomainException('handled') : $server->push($frame->fd, $frame->data);
    });
    $server->on('request', fn () => throw new LogicException('handled too'));
    PHP);

echo (new WebSocketClient($server->port))->text('fail')->text('still here')->receive(), "\n";
echo (new HttpClient($server->port))->get()->status, "\n";
echo $server->output();
?>
--EXPECT--
text: still here
500
DomainException: handled
LogicException: handled too
