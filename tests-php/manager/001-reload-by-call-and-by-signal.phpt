--TEST--
reload() in a worker, and SIGUSR1 to the first process or to the manager, replace all workers
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode($server->reload())));
        $server->on('beforeReload', function () { echo 'beforeReload #' . getmypid() . "\n"; });
        $server->on('afterReload', function ($server) { echo "afterReload, worker_id $server->worker_id #" . getmypid() . "\n"; });
        PHP);
    $manager = pidOf($server, 'managerStart');
    $pids = [pidOf($server, 0), pidOf($server, 1)];
    $ways = [
        'reload()' => fn () => print((new WebSocketClient($server->port))->text('go')->receive() . "\n"),
        'SIGUSR1 to the first process' => fn () => $server->signal(SIGUSR1),
        'SIGUSR1 to the manager' => fn () => posix_kill($manager, SIGUSR1),
    ];
    $count = 0;
    foreach ($ways as $name => $way) {
        echo "$mode, $name\n";
        $way();
        foreach ([0, 1] as $worker) {
            $pids[] = pidOf($server, $worker, $pids);
        }
        $count++;
        waitUntil(fn () => substr_count($server->output(), 'afterReload') === $count, 'the end of the reload');
        waitUntil(fn () => count(family($server)) === ($mode === 'SWOOLE_BASE' ? 3 : 5), 'the end of the old workers');
    }
    preg_match_all('/Reload.* #(\d+)$/m', $server->output(), $matches);
    echo array_unique($matches[1]) === [(string) $manager] ? "all in the manager\n" : "somewhere else\n";
    echo $server->stop(), preg_replace('/^workerStart.*\n/m', '', printed($server));
    echo $server->log();
}
?>
--EXPECT--
SWOOLE_BASE, reload()
text: true
SWOOLE_BASE, SIGUSR1 to the first process
SWOOLE_BASE, SIGUSR1 to the manager
all in the manager
0managerStart
beforeReload
afterReload, worker_id -1
beforeReload
afterReload, worker_id -1
beforeReload
afterReload, worker_id -1
SWOOLE_PROCESS, reload()
text: true
SWOOLE_PROCESS, SIGUSR1 to the first process
SWOOLE_PROCESS, SIGUSR1 to the manager
all in the manager
0managerStart
beforeReload
afterReload, worker_id -1
beforeReload
afterReload, worker_id -1
beforeReload
afterReload, worker_id -1
