--TEST--
Timers of a server end with it, and those that are made afterwards run at the end of the script
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('workerStart', fn () => Swoole\Timer::tick(10, fn () => null));
    $server->on('workerStop', function () { echo 'in workerStop: ', Swoole\Timer::stats()['num'], "\n"; });
    $server->on('message', fn () => null);
    $server->on('start', ready(...));
    var_dump($server->start());
    echo 'left: ', Swoole\Timer::stats()['num'], "\n";
    echo 'next: ', Swoole\Timer::after(1, fn () => print("at the end of the script\n")), "\n";
    PHP);
echo $server->stop(), "\n", $server->output();
?>
--EXPECT--
0
in workerStop: 1
bool(true)
left: 0
next: 2
at the end of the script
