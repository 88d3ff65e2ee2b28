--TEST--
A replacement of a task worker that does not come up leaves the task alone that the old one is at
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $sign = sign();
    $broken = sign();
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1], withSign($sign) . '$broken = ' . var_export($broken, true) . ';' . <<<'PHP'
        $server->on('workerStart', function ($server, $id) use ($broken) {
            if ($server->taskworker && file_exists($broken)) {
                exit(1);
            }
            echo "workerStart $id #" . getmypid() . "\n";
        });
        $server->on('task', function () {
            echo "begun\n";
            waitForSign();
            return 'the answer';
        });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode(
            $frame->data === 'go' ? $server->taskwait('x', 20) : $server->stats()['tasking_num']
        )));
        $server->on('workerError', function ($server, $id) { echo "workerError $id\n"; });
        PHP);
    pidOf($server, 1);
    $client = new WebSocketClient($server->port);
    $client->text('go');
    $server->waitForOutput('begun');
    touch($broken);
    $server->signal(SIGUSR2);
    $server->waitForOutput('workerError 1');
    // Whoever waited would have heard by now that there is no answer.
    echo "$mode: ", $client->isQuiet(0.2) ? 'waits' : 'has heard', ', ';
    giveSign($sign);
    echo $client->receive(), ', ';
    waitUntil(fn () => $client->text('left')->receive()->payload === '0', 'the end of the task');
    echo 'exit code ', $server->stop(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: waits, text: "the answer", exit code 0
SWOOLE_PROCESS: waits, text: "the answer", exit code 0
