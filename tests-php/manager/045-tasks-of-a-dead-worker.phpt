--TEST--
What a worker that has died had asked for is not taken for an answer to a task of its successor
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 2], <<<'PHP'
        $go = new Swoole\Atomic;
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode($server->taskwait($frame->data, 10))));
        $server->on('task', function ($server, $id, $source, $data) use ($go) {
            echo "task $data\n";
            if ($data === 'old') {
                // Answered while the other one is waited for.
                $go->wait(10);
                return $data;
            }
            $go->wakeup();
            usleep(300000);
            return $data;
        });
        PHP);
    $pid = pidOf($server, 0);
    $client = new WebSocketClient($server->port);
    $client->text('old');
    $server->waitForOutput('task old');
    posix_kill($pid, SIGKILL);
    pidOf($server, 0, [$pid]);
    echo "$mode: ", (new WebSocketClient($server->port))->text('new')->receive(), ', exit code ', $server->stop(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: "new", exit code 0
SWOOLE_PROCESS: text: "new", exit code 0
