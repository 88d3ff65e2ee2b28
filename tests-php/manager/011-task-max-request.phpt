--TEST--
task_max_request recycles task workers, and every task is done once
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 2, 'task_max_request' => 5], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            for ($number = 0; $number < 100; $number++) {
                $server->task(['fd' => $frame->fd, 'number' => $number]);
            }
        });
        $server->on('task', function ($server, $id, $source, $data) {
            usleep(20000);
            return $data;
        });
        $server->on('finish', function ($server, $id, $data) use (&$seen) {
            $seen[] = $data['number'];
            if (count($seen) === 100) {
                sort($seen);
                $server->push($data['fd'], $seen === range(0, 99) ? 'each once' : json_encode($seen));
            }
        });
        $server->on('workerStop', function ($server, $id) { echo "workerStop $id\n"; });
        $server->on('workerError', function () { echo "workerError\n"; });
        PHP);
    echo "$mode: ", (new WebSocketClient($server->port))->text('go')->receive(), "\n";
    $stops = preg_match_all('/^workerStop [12]$/m', $server->output());
    // They work on until their replacements have started, a hundred tasks by fives at most.
    echo $stops >= 2 && $stops <= 20 ? "recycled\n" : "$stops times\n", preg_match_all('/^workerStop 0|^workerError/m', $server->output()), "\n";
    echo $server->stop(), $server->log(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: each once
recycled
0
0
SWOOLE_PROCESS: text: each once
recycled
0
0
