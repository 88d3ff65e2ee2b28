--TEST--
With event_object callbacks get one object for what they are told
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'event_object' => true], <<<'PHP'
        $show = fn ($event) => function (...$arguments) use ($event) {
            [$server, $object] = $arguments;
            $recent = fn ($time) => is_float($time) && abs($time - microtime(true)) < 60 ? 'now' : var_export($time, true);
            $properties = get_object_vars($object);
            array_walk($properties, fn (&$value, $name) => $value = match (true) {
                $name === 'dispatch_time' => $recent($value),
                $name === 'worker_pid' => $value === $server->getWorkerPid(0) || $value > 0 ? 'a pid' : $value,
                default => $value,
            });
            echo "$event: " . count($arguments) . ' arguments, ' . get_class($object) . ' ' . json_encode($properties) . "\n";
        };
        foreach (['connect', 'close', 'pipeMessage', 'finish', 'workerError'] as $event) {
            $server->on($event, $show($event));
        }
        $server->on('message', function ($server, $frame) {
            match ($frame->data) {
                'message' => $server->sendMessage(['to', 'you'], 1),
                'task' => $server->task('do it'),
                'die' => posix_kill($server->getWorkerPid(1), SIGKILL),
            };
        });
        $server->on('task', function (...$arguments) use ($show) {
            $show('task')(...$arguments);
            return 'done';
        });
        PHP);
    $client = new WebSocketClient($server->port);
    foreach (['message' => 'pipeMessage', 'task' => 'finish', 'die' => 'workerError'] as $said => $event) {
        $client->text($said);
        $server->waitForOutput("$event:");
    }
    $client->leave();
    $server->waitForOutput('close:');
    echo $server->output(), preg_match('/id=1\) abnormal exit, status=0, signal=9/', $server->log()), " line in the log\n";
});
?>
--EXPECT--
SWOOLE_BASE
connect: 2 arguments, Swoole\Server\Event {"reactor_id":0,"fd":1,"dispatch_time":"now","data":null}
pipeMessage: 2 arguments, Swoole\Server\PipeMessage {"source_worker_id":0,"worker_id":1,"dispatch_time":"now","data":["to","you"]}
task: 2 arguments, Swoole\Server\Task {"data":"do it","dispatch_time":"now","id":0,"worker_id":0,"flags":0}
finish: 2 arguments, Swoole\Server\TaskResult {"task_id":0,"task_worker_id":1,"dispatch_time":"now","data":"done"}
workerError: 2 arguments, Swoole\Server\StatusInfo {"worker_id":1,"worker_pid":"a pid","status":9,"exit_code":0,"signal":9}
close: 2 arguments, Swoole\Server\Event {"reactor_id":0,"fd":1,"dispatch_time":"now","data":null}
1 line in the log
SWOOLE_PROCESS
connect: 2 arguments, Swoole\Server\Event {"reactor_id":0,"fd":1,"dispatch_time":"now","data":null}
pipeMessage: 2 arguments, Swoole\Server\PipeMessage {"source_worker_id":0,"worker_id":1,"dispatch_time":"now","data":["to","you"]}
task: 2 arguments, Swoole\Server\Task {"data":"do it","dispatch_time":"now","id":0,"worker_id":0,"flags":0}
finish: 2 arguments, Swoole\Server\TaskResult {"task_id":0,"task_worker_id":1,"dispatch_time":"now","data":"done"}
workerError: 2 arguments, Swoole\Server\StatusInfo {"worker_id":1,"worker_pid":"a pid","status":9,"exit_code":0,"signal":9}
close: 2 arguments, Swoole\Server\Event {"reactor_id":0,"fd":1,"dispatch_time":"now","data":null}
1 line in the log
