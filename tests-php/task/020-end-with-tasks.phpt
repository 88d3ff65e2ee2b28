--TEST--
A server that is stopped while a task is done ends in order, and the task with it
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'max_wait_time' => 5], <<<'PHP'
        $server->on('workerStop', fn ($server, $id) => print("workerStop $id\n"));
        $server->on('message', fn ($server, $frame) => $server->task($frame->fd));
        $server->on('task', function ($server, $id, $from, $fd) {
            echo "begun\n";
            waitForSign();
            echo "done\n";
        });
        PHP, withSign($sign));
    $client = (new WebSocketClient($server->port))->text('go');
    $server->waitForOutput('begun');
    $server->signal(SIGTERM);
    echo $client->closeCode(), "\n";
    giveSign($sign);
    echo 'exit code ', $server->wait(), "\n", sorted($server->output()), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
1001
exit code 0
begun
done
workerStop 0
workerStop 1
SWOOLE_PROCESS
1001
exit code 0
begun
done
workerStop 0
workerStop 1
