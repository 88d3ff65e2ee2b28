--TEST--
Faults: kill -9 of task workers under load loses the task under way and nothing else; no client is dropped
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

const KILLS = 5;
foreach (MODES as $mode) {
    // One task worker keeps the order of tasks.
    $server = cluster($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->task("$frame->fd $frame->data"));
        $server->on('task', fn ($server, $id, $source, $data) => $data);
        $server->on('finish', function ($server, $id, $data) {
            [$fd, $message] = explode(' ', $data);
            $server->push((int) $fd, getmypid() . " $message");
        });
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $id $signal\n"; });
        PHP);
    $load = new Load($server->port, clients: 8);
    for ($count = 0; $count < KILLS; $count++) {
        $pid = pidOf($server, 2);
        posix_kill($pid, SIGKILL);
        pidOf($server, 2, [$pid]);
        $load->await(100);
    }
    ['missing' => $missing, 'wrong' => $wrong, 'dropped' => $dropped] = $load->end();
    echo "$mode: ", $missing <= KILLS ? 'no more missing than one for each' : "$missing missing", ", $wrong wrong, $dropped dropped, ",
        substr_count($server->output(), 'workerError 2 9'), " errors\n";
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: no more missing than one for each, 0 wrong, 0 dropped, 5 errors
exit code 0, left: nothing
SWOOLE_PROCESS: no more missing than one for each, 0 wrong, 0 dropped, 5 errors
exit code 0, left: nothing
