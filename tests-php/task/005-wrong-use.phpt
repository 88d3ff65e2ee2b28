--TEST--
Tasks that can't be given: without task workers, to one that is not there, from a task worker, of what has no form as bytes
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    foreach ([0, 2] as $count) {
        $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => $count], <<<'PHP'
            $try = function ($server, $actions) {
                foreach ($actions as $action) {
                    try {
                        echo json_encode($action($server)) . "\n";
                    } catch (Throwable $throwable) {
                        echo get_class($throwable) . ": {$throwable->getMessage()}\n";
                    }
                }
            };
            $all = [
                fn ($server) => $server->task('x'),
                fn ($server) => $server->taskwait('x', 5),
                fn ($server) => $server->taskWaitMulti(['x'], 5),
                fn ($server) => $server->taskCo(['x'], 5),
            ];
            $server->on('message', function ($server, $frame) use ($all, $try) {
                if (!$server->setting['task_worker_num']) {
                    $try($server, $all);
                } else {
                    $try($server, [
                        fn ($server) => $server->task('x', 2),
                        fn ($server) => $server->task('x', -2),
                        fn ($server) => $server->taskwait('x', 1, 2),
                        fn ($server) => $server->task(fn () => 1),
                        fn ($server) => $server->taskwait(fn () => 1),
                        fn ($server) => $server->taskWaitMulti(['x', fn () => 1]),
                        fn ($server) => $server->task('x', -1, 'no_such_function'),
                        fn ($server) => $server->finish('x'),
                        fn ($server) => (new Swoole\Server\Task)->finish('x'),
                        fn ($server) => $server->taskwait('from a task', 10),
                    ]);
                }
                $server->push($frame->fd, 'done');
            });
            $server->on('task', function ($server, $id, $from, $what) use ($all, $try) {
                if ($what === 'x') {
                    return 'x';
                }
                $try($server, $all);
                try {
                    $server->finish(fn () => 1);
                } catch (Exception $exception) {
                    echo $exception->getMessage() . "\n";
                }
                return 'but it is done';
            });
            PHP);
        (new WebSocketClient($server->port))->text('go')->receive();
        echo "$count task workers\n", preg_replace('/ in \S+ on line \d+/', '', $server->output()), $server->log();
    }
});
?>
--EXPECT--
SWOOLE_BASE
0 task workers

Warning: Swoole\Server::task(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskwait(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskWaitMulti(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskCo(): task method can't be executed without task worker
false
2 task workers

Warning: Swoole\Server::task(): worker_id must be less than task_worker_num[2]
false

Warning: Swoole\Server::task(): worker_id must be less than task_worker_num[2]
false

Warning: Swoole\Server::taskwait(): worker_id must be less than task_worker_num[2]
false
Exception: Serialization of 'Closure' is not allowed
Exception: Serialization of 'Closure' is not allowed
Exception: Serialization of 'Closure' is not allowed

Warning: Swoole\Server::task(): function 'no_such_function' is not callable
false

Warning: Swoole\Server::finish(): finish() answers the task that is being done: it can only be called in onTask
false

Warning: Swoole\Server\Task::finish(): a Swoole\Server\Task comes from onTask: one that was made by hand has nobody to answer
false

Warning: Swoole\Server::task(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskwait(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskWaitMulti(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskCo(): Server->task() cannot use in the task-worker
false
Serialization of 'Closure' is not allowed
"but it is done"
SWOOLE_PROCESS
0 task workers

Warning: Swoole\Server::task(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskwait(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskWaitMulti(): task method can't be executed without task worker
false

Warning: Swoole\Server::taskCo(): task method can't be executed without task worker
false
2 task workers

Warning: Swoole\Server::task(): worker_id must be less than task_worker_num[2]
false

Warning: Swoole\Server::task(): worker_id must be less than task_worker_num[2]
false

Warning: Swoole\Server::taskwait(): worker_id must be less than task_worker_num[2]
false
Exception: Serialization of 'Closure' is not allowed
Exception: Serialization of 'Closure' is not allowed
Exception: Serialization of 'Closure' is not allowed

Warning: Swoole\Server::task(): function 'no_such_function' is not callable
false

Warning: Swoole\Server::finish(): finish() answers the task that is being done: it can only be called in onTask
false

Warning: Swoole\Server\Task::finish(): a Swoole\Server\Task comes from onTask: one that was made by hand has nobody to answer
false

Warning: Swoole\Server::task(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskwait(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskWaitMulti(): Server->task() cannot use in the task-worker
false

Warning: Swoole\Server::taskCo(): Server->task() cannot use in the task-worker
false
Serialization of 'Closure' is not allowed
"but it is done"
