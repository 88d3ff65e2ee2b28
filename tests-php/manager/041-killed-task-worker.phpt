--TEST--
kill -9 of a task worker: its task is lost, who waits for it is told so, and every other task is done
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'wait') {
                $begin = microtime(true);
                $result = $server->taskwait('die', 60);
                $server->push($frame->fd, json_encode([$result, microtime(true) - $begin < 30, $server->stats()['tasking_num']]));
                return;
            }
            foreach (['a', 'die', 'b', 'c'] as $task) {
                $server->task("$task $frame->fd");
            }
        });
        $server->on('task', function ($server, $id, $source, $data) {
            if (str_starts_with($data, 'die')) {
                posix_kill(getmypid(), SIGKILL);
            }
            return $data;
        });
        $server->on('finish', fn ($server, $id, $data) => $server->push((int) substr($data, 2), "$id $data"));
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $id, signal $signal\n"; });
        PHP);
    $client = new WebSocketClient($server->port);
    $client->text('several');
    echo "$mode: ", $client->receive(), ', ', $client->receive(), ', ', $client->receive(), "\n";
    echo $client->text('wait')->receive(), "\n";
    waitUntil(fn () => substr_count($server->output(), 'workerError') === 2, 'the second onWorkerError');
    echo implode("\n", preg_grep('/Error/', explode("\n", $server->output()))), "\n";
    echo $server->stop(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: 0 a 1, text: 2 b 1, text: 3 c 1
text: [false,true,0]
workerError 1, signal 9
workerError 1, signal 9
0
SWOOLE_PROCESS: text: 0 a 1, text: 2 b 1, text: 3 c 1
text: [false,true,0]
workerError 1, signal 9
workerError 1, signal 9
0
