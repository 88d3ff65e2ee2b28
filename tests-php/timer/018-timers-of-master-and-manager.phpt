--TEST--
A timer of the master or the manager ends with the server: nothing keeps the program from its end
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = TestServer::script("\$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);" . <<<'PHP'
        $server->set(['worker_num' => 2]);
        $server->on('message', fn () => null);
        $server->on('start', function ($server) {
            $server->master_pid === getmypid() && $server->tick(5, fn () => print "tick\n");
            ready($server);
        });
        $server->on('managerStart', function ($server) { $server->tick(5, fn () => print "tick\n"); });
        $server->start();
        PHP);
    $server->waitForOutput('tick');
    echo $server->stop(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
0
SWOOLE_PROCESS
0
