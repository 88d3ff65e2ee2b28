--TEST--
120 task workers all work, and all end with the server
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 120], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            foreach (range(0, 119) as $index) {
                $server->task($frame->fd, $index);
            }
        });
        $server->on('task', fn ($server, $id, $from, $fd) => $server->push($fd, "$server->worker_id " . getmypid()));
        PHP);
    $client = (new WebSocketClient($server->port))->text('go');
    $pids = [];
    foreach (range(1, 120) as $number) {
        [$worker, $pid] = explode(' ', $client->receive()->payload);
        $pids[$worker] = $pid;
    }
    ksort($pids);
    echo array_keys($pids) === range(1, 120) ? 'workers 1 to 120' : json_encode($pids), ', ', count(array_unique($pids)), " processes\n";
    echo 'exit code ', $server->stop(), ', left: ', count(array_filter($pids, fn ($pid) => file_exists("/proc/$pid"))), "\n", $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
workers 1 to 120, 120 processes
exit code 0, left: 0
SWOOLE_PROCESS
workers 1 to 120, 120 processes
exit code 0, left: 0
