--TEST--
A handler that is taken off in a worker gives the signal back to the server
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    $server->on('workerStart', function () {
        Swoole\Process::signal(SIGTERM, fn () => print("never printed\n"));
        Swoole\Process::signal(SIGTERM);
    });
    $server->on('workerStop', fn () => print("workerStop\n"));
    $server->on('start', ready(...));
    var_dump($server->start());
    PHP);

echo $server->stop(), "\n", $server->output();
?>
--EXPECT--
0
workerStop
bool(true)
