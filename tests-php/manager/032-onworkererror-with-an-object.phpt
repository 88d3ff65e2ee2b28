--TEST--
With event_object onWorkerError gets a StatusInfo
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['event_object' => true], <<<'PHP'
        $server->on('workerError', function ($server, ...$arguments) {
            echo get_class($arguments[0]) . ' ' . json_encode($arguments) . "\n";
        });
        PHP);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
    $pid = pidOf($server, 1);
    posix_kill($pid, SIGKILL);
    pidOf($server, 1, [$pid]);
    preg_match('/.*StatusInfo.*/', $server->output(), $match);
    echo "$mode: ", str_replace((string) $pid, '"its pid"', $match[0]), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: Swoole\Server\StatusInfo [{"worker_id":1,"worker_pid":"its pid","status":9,"exit_code":0,"signal":9}]
SWOOLE_PROCESS: Swoole\Server\StatusInfo [{"worker_id":1,"worker_pid":"its pid","status":9,"exit_code":0,"signal":9}]
