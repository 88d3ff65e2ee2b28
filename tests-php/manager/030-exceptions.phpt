--TEST--
An uncaught exception is reported, and the worker goes on; so do task workers and the manager
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'throw') {
                throw new Exception('of a message');
            }
            $server->push($frame->fd, getmypid() . ' ' . $server->taskwait($frame->data, 10));
        });
        $server->on('task', function ($server, $id, $source, $data) {
            if ($data === 'throw there') {
                throw new Exception('of a task');
            }
            return getmypid();
        });
        $server->on('beforeReload', fn () => throw new Exception('of the manager'));
        $server->on('afterReload', function () { echo "afterReload\n"; });
        $server->on('workerError', function () { echo "workerError\n"; });
        PHP);
    $pids = [pidOf($server, 0), pidOf($server, 1), pidOf($server, 'managerStart')];
    $client = new WebSocketClient($server->port);
    $client->text('throw');
    echo "$mode: ", $client->text('hello')->receive()->payload === "$pids[0] $pids[1]" ? 'as before' : 'others', ', ';
    $client->text('throw there')->receive();
    echo $client->text('hello')->receive()->payload === "$pids[0] $pids[1]" ? 'as before' : 'others', ', ';
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    preg_match_all('/Uncaught Exception: (.*) in /', $server->output() . $server->log(), $matches);
    echo implode(', ', array_unique($matches[1])), ', ', substr_count($server->output(), 'workerError'), " errors\n";
    preg_match_all('/ERROR (.*)/', $server->log(), $matches);
    echo implode("\n", $matches[1]), "\nexit code ", $server->stop(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: as before, as before, of a message, of a task, of the manager, 0 errors
uncaught exception in the message callback of fd 1, the server goes on
uncaught exception in the task callback, the server goes on
uncaught exception in the beforeReload callback, the server goes on
exit code 0
SWOOLE_PROCESS: as before, as before, of a message, of a task, of the manager, 0 errors
uncaught exception in the message callback of fd 1, the server goes on
uncaught exception in the task callback, the server goes on
uncaught exception in the beforeReload callback, the server goes on
exit code 0
