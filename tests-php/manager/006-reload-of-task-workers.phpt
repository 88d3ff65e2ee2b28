--TEST--
reload(true) and SIGUSR2 replace the task workers only; without any it is said that there are none
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['task_worker_num' => 2], <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode($server->reload(true))));
        $server->on('task', fn () => null);
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $pids = array_map(fn ($worker) => pidOf($server, $worker), range(0, 3));
    echo "$mode\n", (new WebSocketClient($server->port))->text('go')->receive(), "\n";
    foreach ([1, 2] as $count) {
        if ($count === 2) {
            $server->signal(SIGUSR2);
        }
        waitUntil(fn () => substr_count($server->output(), 'afterReload') === $count, 'the end of the reload');
        $now = array_map(fn ($worker) => pidOf($server, $worker), range(0, 3));
        echo json_encode(array_map(fn ($before, $pid) => $before === $pid, $pids, $now)), "\n";
        $pids = $now;
    }
    $server->stop();

    $server = cluster($mode);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
    $server->signal(SIGUSR2);
    $server->waitForLog('task');
    $server->stop();
    echo preg_replace('/^\[.*\] /m', '', $server->log());
}
?>
--EXPECT--
SWOOLE_BASE
text: true
[true,true,false,false]
[true,true,false,false]
WARNING cannot reload task workers, task workers is not started
SWOOLE_PROCESS
text: true
[true,true,false,false]
[true,true,false,false]
WARNING cannot reload task workers, task workers is not started
