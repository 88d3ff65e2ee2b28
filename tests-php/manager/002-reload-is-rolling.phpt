--TEST--
A reload replaces one worker after the other, and each works on until its replacement has started
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 3], <<<'PHP'
        $server->on('beforeReload', function () { echo "beforeReload\n"; });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        $server->on('workerStop', function ($server, $id) { echo "workerStop $id\n"; });
        PHP);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 2, "managerStart"]);
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    echo "$mode\n", strstr(printed($server), 'beforeReload');
}
?>
--EXPECT--
SWOOLE_BASE
beforeReload
workerStart 0
workerStop 0
workerStart 1
workerStop 1
workerStart 2
workerStop 2
afterReload
SWOOLE_PROCESS
beforeReload
workerStart 0
workerStop 0
workerStart 1
workerStop 1
workerStart 2
workerStop 2
afterReload
