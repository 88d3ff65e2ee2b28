--TEST--
An uncaught exception in onStart, onWorkerStart, onWorkerStop or onShutdown stops nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    foreach (['start', 'workerStart', 'workerStop', 'shutdown'] as $event) {
        $server->on($event, function ($server) use ($event) {
            if ($event === 'start') {
                ready($server);
            }
            throw new RuntimeException("from $event");
        });
    }
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, 'still here'));
    var_dump($server->start());
    PHP);

echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n", $server->stop(), "\n";
foreach (['start', 'workerStart', 'workerStop', 'shutdown', 'bool(true)'] as $said) {
    echo $said, str_contains($server->output(), $said) ? ': said' : ': not said', "\n";
}
?>
--EXPECT--
text: still here
0
start: said
workerStart: said
workerStop: said
shutdown: said
bool(true): said
