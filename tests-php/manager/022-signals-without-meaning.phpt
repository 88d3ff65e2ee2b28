--TEST--
SIGHUP to any process, and SIGUSR1, SIGUSR2 and SIGINT to a worker, are ignored; the log says so
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('workerError', function () { echo "workerError\n"; });
        $server->on('beforeReload', function () { echo "beforeReload\n"; });
        PHP);
    $pid = pidOf($server, 1);
    pidOf($server, 0);
    pidOf($server, 'managerStart');
    $all = family($server);
    posix_kill($pid, SIGINT);
    foreach ([SIGUSR1 => 'SIGUSR1', SIGUSR2 => 'SIGUSR2', SIGHUP => 'SIGHUP'] as $signal => $name) {
        posix_kill($pid, $signal);
        $server->waitForLog($name);
    }
    foreach (array_diff($all, [$pid]) as $number => $other) {
        posix_kill($other, SIGHUP);
        waitUntil(fn () => substr_count($server->log(), 'SIGHUP') === $number + 2 - ($number > array_search($pid, $all) ? 1 : 0), "SIGHUP in the log of process $other");
    }
    echo "$mode\n";
    echo family($server) === $all ? "all as before\n" : "not as before\n", printed($server, true), preg_replace('/^\[.*\] /m', '', $server->log());
}
?>
--EXPECT--
SWOOLE_BASE
all as before
managerStart
workerStart 0
workerStart 1
NOTICE SIGUSR1 is for the manager, ignored by this worker
NOTICE SIGUSR2 is for the manager, ignored by this worker
NOTICE SIGHUP is for the manager, ignored by this worker
NOTICE SIGHUP means nothing to a server, ignored
NOTICE SIGHUP is for the manager, ignored by this worker
SWOOLE_PROCESS
all as before
managerStart
workerStart 0
workerStart 1
NOTICE SIGUSR1 is for the manager, ignored by this worker
NOTICE SIGUSR2 is for the manager, ignored by this worker
NOTICE SIGHUP is for the manager, ignored by this worker
NOTICE SIGHUP means nothing to a server, ignored
NOTICE SIGHUP means nothing to a server, ignored
NOTICE SIGHUP means nothing to a server, ignored
NOTICE SIGHUP is for the manager, ignored by this worker
