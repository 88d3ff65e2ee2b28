--TEST--
A worker that ends by exit(), a fatal error or a signal is replaced, and onWorkerError says in the manager how it ended
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        ini_set('memory_limit', '32M');
        error_reporting(E_ALL & ~E_DEPRECATED);
        $die = function (string $how) {
            match ($how) {
                'exit' => exit(7),
                'exit without error' => exit(0),
                'fatal' => @trigger_error('a fatal matter', E_USER_ERROR),
                'memory' => str_repeat('x', 100 << 20),
                'SIGSEGV' => posix_kill(getmypid(), SIGSEGV),
                'SIGKILL' => posix_kill(getmypid(), SIGKILL),
                'SIGABRT' => posix_kill(getmypid(), SIGABRT),
            };
        };
        $server->on('message', function ($server, $frame) use ($die) {
            [$where, $how] = explode(': ', $frame->data);
            $where === 'task' ? $server->task($how) : $die($how);
        });
        $server->on('task', fn ($server, $id, $source, $how) => $die($how));
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) {
            echo "workerError $id, code $code, signal $signal #$pid\n";
        });
        $server->on('workerStop', function () { echo "workerStop\n"; });
        PHP);
    pidOf($server, 'managerStart');
    echo "$mode\n";
    foreach (['worker' => 0, 'task' => 1] as $where => $id) {
        foreach (['exit', 'exit without error', 'fatal', 'memory', 'SIGSEGV', 'SIGKILL', 'SIGABRT'] as $how) {
            $pid = pidOf($server, $id);
            (new WebSocketClient($server->port))->text("$where: $how")->ping();
            pidOf($server, $id, [$pid]);
            preg_match_all('/^(workerError.*) #(\d+)$/m', $server->output(), $matches);
            echo "$where, $how: ", end($matches[1]), (int) end($matches[2]) === $pid ? '' : ', another pid', "\n";
        }
    }
    preg_match_all('/WARNING (worker\(.*)/', $server->log(), $matches);
    echo preg_replace('/pid=\d+/', 'pid=N', implode("\n", $matches[1])), "\n";
    $server->stop();
    echo substr_count($server->output(), 'workerStop'), " workerStop, at the end\n";
}
?>
--EXPECT--
SWOOLE_BASE
worker, exit: workerError 0, code 7, signal 0
worker, exit without error: workerError 0, code 0, signal 0
worker, fatal: workerError 0, code 255, signal 0
worker, memory: workerError 0, code 255, signal 0
worker, SIGSEGV: workerError 0, code 0, signal 11
worker, SIGKILL: workerError 0, code 0, signal 9
worker, SIGABRT: workerError 0, code 0, signal 6
task, exit: workerError 1, code 7, signal 0
task, exit without error: workerError 1, code 0, signal 0
task, fatal: workerError 1, code 255, signal 0
task, memory: workerError 1, code 255, signal 0
task, SIGSEGV: workerError 1, code 0, signal 11
task, SIGKILL: workerError 1, code 0, signal 9
task, SIGABRT: workerError 1, code 0, signal 6
worker(pid=N, id=0) abnormal exit, status=7, signal=0
worker(pid=N, id=0) abnormal exit, status=0, signal=0
worker(pid=N, id=0) abnormal exit, status=255, signal=0
worker(pid=N, id=0) abnormal exit, status=255, signal=0
worker(pid=N, id=0) abnormal exit, status=0, signal=11
worker(pid=N, id=0) abnormal exit, status=0, signal=9
worker(pid=N, id=0) abnormal exit, status=0, signal=6
worker(pid=N, id=1) abnormal exit, status=7, signal=0
worker(pid=N, id=1) abnormal exit, status=0, signal=0
worker(pid=N, id=1) abnormal exit, status=255, signal=0
worker(pid=N, id=1) abnormal exit, status=255, signal=0
worker(pid=N, id=1) abnormal exit, status=0, signal=11
worker(pid=N, id=1) abnormal exit, status=0, signal=9
worker(pid=N, id=1) abnormal exit, status=0, signal=6
2 workerStop, at the end
SWOOLE_PROCESS
worker, exit: workerError 0, code 7, signal 0
worker, exit without error: workerError 0, code 0, signal 0
worker, fatal: workerError 0, code 255, signal 0
worker, memory: workerError 0, code 255, signal 0
worker, SIGSEGV: workerError 0, code 0, signal 11
worker, SIGKILL: workerError 0, code 0, signal 9
worker, SIGABRT: workerError 0, code 0, signal 6
task, exit: workerError 1, code 7, signal 0
task, exit without error: workerError 1, code 0, signal 0
task, fatal: workerError 1, code 255, signal 0
task, memory: workerError 1, code 255, signal 0
task, SIGSEGV: workerError 1, code 0, signal 11
task, SIGKILL: workerError 1, code 0, signal 9
task, SIGABRT: workerError 1, code 0, signal 6
worker(pid=N, id=0) abnormal exit, status=7, signal=0
worker(pid=N, id=0) abnormal exit, status=0, signal=0
worker(pid=N, id=0) abnormal exit, status=255, signal=0
worker(pid=N, id=0) abnormal exit, status=255, signal=0
worker(pid=N, id=0) abnormal exit, status=0, signal=11
worker(pid=N, id=0) abnormal exit, status=0, signal=9
worker(pid=N, id=0) abnormal exit, status=0, signal=6
worker(pid=N, id=1) abnormal exit, status=7, signal=0
worker(pid=N, id=1) abnormal exit, status=0, signal=0
worker(pid=N, id=1) abnormal exit, status=255, signal=0
worker(pid=N, id=1) abnormal exit, status=255, signal=0
worker(pid=N, id=1) abnormal exit, status=0, signal=11
worker(pid=N, id=1) abnormal exit, status=0, signal=9
worker(pid=N, id=1) abnormal exit, status=0, signal=6
2 workerStop, at the end
