--TEST--
start() returns true after the end, in the process that called it and nowhere else
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = TestServer::script("\$mode = $mode;" . <<<'PHP'
        register_shutdown_function(fn () => print("shutdown function\n"));
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);
        $server->set(['worker_num' => 2, 'task_worker_num' => 1]);
        $server->on('message', fn () => null);
        $server->on('task', fn () => null);
        $server->on('start', ready(...));
        $returned = $server->start();
        echo 'start() returned ' . json_encode($returned) . ', again: ' . json_encode(@$server->start()) . "\n";
        PHP);
    echo 'exit code ', $server->stop(), "\n", $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
exit code 0
start() returned true, again: false
shutdown function
SWOOLE_PROCESS
exit code 0
start() returned true, again: false
shutdown function
