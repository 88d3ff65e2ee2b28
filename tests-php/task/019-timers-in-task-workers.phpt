--TEST--
Timers run in task workers between tasks, and messages come to them
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('workerStart', function ($server) {
            if ($server->taskworker) {
                swoole_timer_tick(5, function ($timer) use ($server) {
                    static $count = 0;
                    if (++$count === 3) {
                        swoole_timer_clear($timer);
                        echo "tick in $server->worker_id\n";
                    }
                });
            }
        });
        $server->on('message', fn ($server, $frame) => $server->task($frame->fd));
        $server->on('task', function ($server, $id, $from, $fd) {
            swoole_timer_after(1, fn () => $server->push($fd, "after the task, in $server->worker_id"));
            $server->sendMessage($fd, 0);
        });
        $server->on('pipeMessage', function ($server, $from, $data) {
            $server->taskworker ? $server->push($data, "a message to $server->worker_id") : $server->sendMessage($data, $from);
        });
        PHP);
    $client = (new WebSocketClient($server->port))->text('go');
    echo sorted($client->receive()->payload . "\n" . $client->receive()->payload);
    $server->waitForOutput('tick');
    echo $server->output(), 'exit code ', $server->stop(), $server->log(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
after the task, in 1
a message to 1
tick in 1
exit code 0
SWOOLE_PROCESS
after the task, in 1
a message to 1
tick in 1
exit code 0
