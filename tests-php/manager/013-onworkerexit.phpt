--TEST--
onWorkerExit is called while timers remain at the end of a worker, and the end waits until they are cleared
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    foreach (['cleared', 'left', 'reload_async off'] as $case) {
        $settings = ['worker_num' => 2, 'max_wait_time' => $case === 'cleared' ? 20 : 1] + ($case === 'reload_async off' ? ['reload_async' => false] : []);
        $server = cluster($mode, $settings, "\$clears = " . var_export($case === 'cleared', true) . ";\n" . <<<'PHP'
            $server->on('workerStart', function ($server, $id) use (&$timer) {
                $timer = $id === 0 ? Swoole\Timer::tick(10, function () use (&$ticks) { $ticks = true; }) : null;
                echo "workerStart $id #" . getmypid() . "\n";
            });
            $server->on('workerExit', function ($server, $id) use (&$timer, &$calls, $clears) {
                if (++$calls === 3 && $clears) {
                    Swoole\Timer::clear($timer);
                }
                echo "workerExit $id\n";
            });
            $server->on('workerStop', function ($server, $id) { echo "workerStop $id\n"; });
            $server->on('workerError', function () { echo "workerError\n"; });
            PHP);
        $pids = [pidOf($server, 0), pidOf($server, 1), pidOf($server, 'managerStart')];
        echo "$mode, $case: exit code ", $server->stop(), ', left: ', whatIsLeft($server, $pids), "\n";
        $calls = substr_count($server->output(), "workerExit 0\n");
        // Every tenth of a second.
        echo $calls > 3 && $calls <= 11 ? 'some' : $calls, ' calls, ', substr_count($server->output(), "workerExit 1\n"), ' elsewhere, ';
        echo substr_count($server->output(), 'workerStop'), ' workerStop, ', substr_count($server->output(), 'workerError'), " errors\n";
        echo preg_replace('/^\[.*\] /m', '', $server->log());
    }
}
?>
--EXPECT--
SWOOLE_BASE, cleared: exit code 0, left: nothing
3 calls, 0 elsewhere, 2 workerStop, 0 errors
SWOOLE_BASE, left: exit code 0, left: nothing
some calls, 0 elsewhere, 2 workerStop, 0 errors
WARNING worker exit timeout, forced termination (9101)
SWOOLE_BASE, reload_async off: exit code 0, left: nothing
0 calls, 0 elsewhere, 2 workerStop, 0 errors
SWOOLE_PROCESS, cleared: exit code 0, left: nothing
3 calls, 0 elsewhere, 2 workerStop, 0 errors
SWOOLE_PROCESS, left: exit code 0, left: nothing
some calls, 0 elsewhere, 2 workerStop, 0 errors
WARNING worker exit timeout, forced termination (9101)
SWOOLE_PROCESS, reload_async off: exit code 0, left: nothing
0 calls, 0 elsewhere, 2 workerStop, 0 errors
