--TEST--
What is in an output buffer at start() is printed once
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    foreach (['in order', 'exit'] as $end) {
        $server = cluster($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
            $server->on('task', fn () => null);
            $server->on('message', fn () => exit(1));
            PHP, start: 'ob_start(); echo "buffered\n"; $server->start();');
        if ($end === 'exit') {
            (new WebSocketClient($server->port))->text('go')->ping();
            $server->waitForLog('abnormal exit');
        }
        $all = family($server);
        $server->stop();
        echo "$mode, $end: ", whatIsLeft($server, $all), ' left, ', substr_count($server->output(), 'buffered'), " time\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, in order: nothing left, 1 time
SWOOLE_BASE, exit: nothing left, 1 time
SWOOLE_PROCESS, in order: nothing left, 1 time
SWOOLE_PROCESS, exit: nothing left, 1 time
