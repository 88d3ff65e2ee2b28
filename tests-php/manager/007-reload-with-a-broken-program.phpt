--TEST--
A replacement that ends in its onWorkerStart leaves the old worker at work, and the reload ends there
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $flag = tempnam(sys_get_temp_dir(), 'swoxide-flag-');
    unlink($flag);
    $server = cluster($mode, text: '$flag = ' . var_export($flag, true) . ";\n" . <<<'PHP'
        $server->on('workerStart', function ($server, $id) use ($flag) {
            echo "workerStart $id #" . getmypid() . "\n";
            if (file_exists($flag)) {
                exit(3);
            }
        });
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) {
            echo "workerError $id, code $code, signal $signal, " . ($pid === $server->getWorkerPid($id) ? 'the old' : 'the new') . "\n";
        });
        $server->on('close', function () { echo "close\n"; });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $old = [pidOf($server, 0), pidOf($server, 1)];
    pidOf($server, 'managerStart');
    $clients = oneClientPerWorker($server);
    touch($flag);
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    echo "$mode\n", implode("\n", array_slice(explode("\n", printed($server)), 3));
    foreach ($clients as $pid => $client) {
        echo explode(' ', $client->text('still there')->receive()->payload)[0] === (string) $pid ? "the same worker\n" : "another\n";
    }
    unlink($flag);
    // What is mended can be loaded.
    $server->signal(SIGUSR1);
    pidOf($server, 1, $old);
    waitUntil(fn () => !array_filter($old, isAlive(...)), 'the end of the old workers');
    foreach ($clients as $pid => $client) {
        echo in_array((int) explode(' ', $client->text('still there')->receive()->payload)[0], $old) ? "old\n" : "new\n";
    }
    echo preg_replace(['/^\[.*\] /m', '/pid=\d+/'], ['', 'pid=N'], $server->log());
}
?>
--EXPECT--
SWOOLE_BASE
workerStart 0
workerError 0, code 3, signal 0, the new
afterReload
the same worker
the same worker
new
new
ERROR the replacement of worker 0 did not come up, the old process goes on; the reload ends here
WARNING worker(pid=N, id=0) abnormal exit, status=3, signal=0
SWOOLE_PROCESS
workerStart 0
workerError 0, code 3, signal 0, the new
afterReload
the same worker
the same worker
new
new
ERROR the replacement of worker 0 did not come up, the old process goes on; the reload ends here
WARNING worker(pid=N, id=0) abnormal exit, status=3, signal=0
