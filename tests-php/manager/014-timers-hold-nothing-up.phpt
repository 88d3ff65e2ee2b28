--TEST--
A timer that nobody clears holds up neither a reload nor the end, where there is no onWorkerExit
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
        $server->on('workerStart', function ($server, $id) {
            Swoole\Timer::tick(10, fn () => null);
            echo "workerStart $id #" . getmypid() . "\n";
        });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $pids = [pidOf($server, 0), pidOf($server, 1)];
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    waitUntil(fn () => !array_filter($pids, isAlive(...)), 'the end of the old workers');
    $all = family($server);
    echo "$mode: exit code ", $server->stop(), ', left: ', whatIsLeft($server, $all), $server->log(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: exit code 0, left: nothing
SWOOLE_PROCESS: exit code 0, left: nothing
