--TEST--
With task_object, task_use_object, task_enable_coroutine or event_object onTask gets a Swoole\Server\Task
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach (['task_object', 'task_use_object', 'task_enable_coroutine', 'event_object'] as $setting) {
    inEachMode(function ($mode) use ($setting) {
        $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1, $setting => true], <<<'PHP'
            $server->on('message', fn ($server, $frame) => array_map($server->task(...), ['finish', ['a' => 1], 'twice', 'null', 'last']));
            $server->on('task', function (...$arguments) {
                [$server, $task] = $arguments;
                if ($task->id === 0) {
                    echo count($arguments) . ' arguments: ' . get_class($server) . ', ' . get_class($task) . ' ' . implode(', ', array_keys(get_object_vars($task))) . ' '
                        . json_encode([$task->id, $task->worker_id, $task->data, abs($task->dispatch_time - microtime(true)) < 60]) . "\n";
                    return $task->finish('by the task') && $server->finish('by the server') ? null : 'not taken';
                }
                return match ($task->data) {
                    'twice' => $task->finish(['one']) ? 'two' : 'not taken',
                    'null' => null,
                    'last' => 'last',
                    default => $task->data,
                };
            });
            $server->on('finish', function ($server, $result, $data = null) {
                $said = is_object($result) ? [get_class($result), $result->task_id, $result->task_worker_id, $result->data] : [$result, $data];
                echo json_encode($said) . "\n";
            });
            PHP);
        (new WebSocketClient($server->port))->text('go');
        $server->waitForOutput('"last"]');
        echo "$setting\n", $server->output(), $server->log();
    });
}
$packed = Swoole\Server\Task::pack(['any' => 'value']);
var_dump(is_string($packed), Swoole\Server\Task::unpack($packed), @Swoole\Server\Task::unpack('nonsense'));
?>
--EXPECT--
SWOOLE_BASE
task_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_PROCESS
task_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_BASE
task_use_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_PROCESS
task_use_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_BASE
task_enable_coroutine
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_PROCESS
task_enable_coroutine
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
[0,"by the task"]
[0,"by the server"]
[1,{"a":1}]
[2,["one"]]
[2,"two"]
[4,"last"]
SWOOLE_BASE
event_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
["Swoole\\Server\\TaskResult",0,1,"by the task"]
["Swoole\\Server\\TaskResult",0,1,"by the server"]
["Swoole\\Server\\TaskResult",1,1,{"a":1}]
["Swoole\\Server\\TaskResult",2,1,["one"]]
["Swoole\\Server\\TaskResult",2,1,"two"]
["Swoole\\Server\\TaskResult",4,1,"last"]
SWOOLE_PROCESS
event_object
2 arguments: Swoole\WebSocket\Server, Swoole\Server\Task data, dispatch_time, id, worker_id, flags [0,0,"finish",true]
["Swoole\\Server\\TaskResult",0,1,"by the task"]
["Swoole\\Server\\TaskResult",0,1,"by the server"]
["Swoole\\Server\\TaskResult",1,1,{"a":1}]
["Swoole\\Server\\TaskResult",2,1,["one"]]
["Swoole\\Server\\TaskResult",2,1,"two"]
["Swoole\\Server\\TaskResult",4,1,"last"]
bool(true)
array(1) {
  ["any"]=>
  string(5) "value"
}
bool(false)
