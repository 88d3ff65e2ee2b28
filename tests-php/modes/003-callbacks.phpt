--TEST--
Callbacks of a server's life run in the process where they belong, as often as they should, and in order
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 3, 'task_worker_num' => 2], <<<'PHP'
        $line = fn ($event) => function ($server) use ($event) {
            $where = match (true) {
                $server->worker_id >= 0 => ($server->taskworker ? 'task worker' : 'worker') . " $server->worker_id",
                getmypid() === $server->master_pid => 'master',
                getmypid() === $server->manager_pid => 'manager',
                default => 'another',
            };
            echo "$event: $where\n";
        };
        foreach (['start', 'beforeShutdown', 'shutdown', 'managerStart', 'managerStop', 'workerStart', 'workerStop', 'workerExit',
            'workerError', 'beforeReload', 'afterReload'] as $event) {
            $server->on($event, $line($event));
        }
        $server->on('task', fn () => null);
        PHP);
    waitForLines($server, 7);
    echo sorted($server->output()), "--\n";
    $began = strlen($server->output());
    echo 'exit code ', $server->stop(), "\n";
    $end = explode("\n", rtrim(substr($server->output(), $began)));
    // Workers stop at the same time; the rest has its order.
    $stops = array_filter($end, fn ($line) => str_starts_with($line, 'workerStop'));
    echo sorted(implode("\n", $stops)), implode("\n", array_diff($end, $stops)), "\n";
    $before = fn ($one, $other) => array_search($one, $end) < array_search($other, $end) ? '' : "$other came before $one\n";
    echo $before('beforeShutdown: ' . ($mode === 'SWOOLE_BASE' ? 'worker 0' : 'master'), 'workerStop: worker 0');
    foreach ($stops as $stop) {
        echo $before($stop, 'managerStop: ' . ($mode === 'SWOOLE_BASE' ? 'master' : 'manager'));
    }
    echo $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
managerStart: master
start: worker 0
workerStart: task worker 3
workerStart: task worker 4
workerStart: worker 0
workerStart: worker 1
workerStart: worker 2
--
exit code 0
workerStop: task worker 3
workerStop: task worker 4
workerStop: worker 0
workerStop: worker 1
workerStop: worker 2
beforeShutdown: worker 0
managerStop: master
shutdown: master
SWOOLE_PROCESS
managerStart: manager
start: master
workerStart: task worker 3
workerStart: task worker 4
workerStart: worker 0
workerStart: worker 1
workerStart: worker 2
--
exit code 0
workerStop: task worker 3
workerStop: task worker 4
workerStop: worker 0
workerStop: worker 1
workerStop: worker 2
beforeShutdown: master
managerStop: manager
shutdown: master
