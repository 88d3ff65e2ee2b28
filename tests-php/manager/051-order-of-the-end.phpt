--TEST--
The order of the callbacks at the end, each in its process: onBeforeShutdown, onClose once for each connection, onWorkerStop, onManagerStop, onShutdown
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['task_worker_num' => 1, 'max_wait_time' => 60], <<<'PHP'
        $server->on('task', fn () => null);
        $say = function ($text) { echo "$text #" . getmypid() . "\n"; };
        $server->on('beforeShutdown', fn () => $say('beforeShutdown'));
        $server->on('open', function () { echo "open\n"; });
        $server->on('close', fn ($server, $fd, $reactor) => $say("close $fd, $reactor"));
        $server->on('workerStop', fn ($server, $id) => $say("workerStop $id"));
        $server->on('managerStop', fn () => $say('managerStop'));
        $server->on('shutdown', fn () => $say('shutdown'));
        PHP);
    $pids = array_map(fn ($who) => pidOf($server, $who), [0, 1, 2, 'managerStart']);
    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 50));
    $idle = new HttpClient($server->port);
    waitUntil(fn () => substr_count($server->output(), "open\n") === 50, '50 clients');
    $server->signal(SIGTERM);
    $codes = array_map(fn ($client) => $client->closeCode(), $clients);
    $server->wait();
    echo "$mode: close codes ", implode(', ', array_unique($codes)), "\n";
    preg_match_all('/^(close (\d+), .*|workerStop (\d)|beforeShutdown|managerStop|shutdown) #(\d+)$/m', $server->output(), $all, PREG_SET_ORDER);
    $closes = array_filter($all, fn ($line) => str_starts_with($line[1], 'close'));
    $fds = array_column($closes, 2);
    sort($fds, SORT_NUMERIC);
    // The idle one has a number, too.
    echo count($fds), ' onClose, ', count(array_unique($fds)), " connections\n";
    $reactors = array_unique(array_map(fn ($line) => preg_replace('/.*, /', '', $line[1]), $closes));
    echo 'reactor ', implode(', ', $reactors), "\n";
    $names = array_combine([...$pids, $server->pid], ['worker 0', 'worker 1', 'task worker', ...($mode === 'SWOOLE_BASE' ? ['first', 'first'] : ['manager', 'first'])]);
    $where = array_column($all, 4, 1);
    foreach (['beforeShutdown', 'workerStop 0', 'workerStop 1', 'workerStop 2', 'managerStop', 'shutdown'] as $name) {
        echo "$name in ", $names[$where[$name]], "\n";
    }
    $order = array_column($all, 1);
    $at = array_flip($order);
    $last = fn (string $pid) => max(array_keys(array_filter($all, fn ($line) => str_starts_with($line[1], 'close') && $line[4] === $pid)) ?: [-1]);
    var_dump(
        $at['beforeShutdown'] < $at['workerStop 0'],
        $last((string) $pids[0]) < $at['workerStop 0'] && $last((string) $pids[1]) < $at['workerStop 1'],
        array_slice($order, -2) === ['managerStop', 'shutdown'],
    );
}
?>
--EXPECT--
SWOOLE_BASE: close codes 1001
51 onClose, 51 connections
reactor -1
beforeShutdown in worker 0
workerStop 0 in worker 0
workerStop 1 in worker 1
workerStop 2 in task worker
managerStop in first
shutdown in first
bool(true)
bool(true)
bool(true)
SWOOLE_PROCESS: close codes 1001
51 onClose, 51 connections
reactor -1
beforeShutdown in first
workerStop 0 in worker 0
workerStop 1 in worker 1
workerStop 2 in task worker
managerStop in manager
shutdown in first
bool(true)
bool(true)
bool(true)
