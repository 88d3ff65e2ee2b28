--TEST--
Shutdown functions run in a worker that ends by exit or a fatal error, not in one that ends in order, and in the first process
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        error_reporting(E_ALL & ~E_DEPRECATED);
        $top = getmypid();
        class Guard { public function __destruct() { echo 'destructor #' . getmypid() . "\n"; } }
        $guard = new Guard;
        register_shutdown_function(function () { echo 'shutdown function #' . getmypid() . "\n"; });
        $server->on('task', fn () => null);
        $server->on('message', function ($server, $frame) {
            $frame->data === 'exit' ? exit(1) : @trigger_error('a fatal matter', E_USER_ERROR);
        });
        PHP, start: '$server->start(); echo "behind start() #" . getmypid() . "\n";');
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 2, 'managerStart']);
    $pids = [];
    foreach (['exit', 'fatal'] as $how) {
        $before = [pidOf($server, 0), pidOf($server, 1)];
        (new WebSocketClient($server->port))->text($how)->ping();
        $pids[] = waitUntil(fn () => current(array_filter($before, fn ($pid) => !isAlive($pid))), 'the end of a worker');
        waitUntil(fn () => substr_count($server->output(), 'workerStart') === count($pids) + 3, 'the new worker');
    }
    $server->stop();
    preg_match_all('/^(shutdown function|destructor|behind.*) #(\d+)$/m', $server->output(), $matches, PREG_SET_ORDER);
    echo "$mode\n";
    foreach ($matches as [, $what, $pid]) {
        echo "$what, ", match ((int) $pid) {
            $pids[0] => 'after exit',
            $pids[1] => 'after the fatal error',
            $server->pid => 'first process',
            default => 'elsewhere',
        }, "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE
shutdown function, after exit
destructor, after exit
shutdown function, after the fatal error
behind start(), first process
shutdown function, first process
destructor, first process
SWOOLE_PROCESS
shutdown function, after exit
destructor, after exit
shutdown function, after the fatal error
behind start(), first process
shutdown function, first process
destructor, first process
