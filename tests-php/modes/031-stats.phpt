--TEST--
stats() adds up what all processes have done, whichever is asked
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 3, 'task_worker_num' => 2], <<<'PHP'
        $server->addProcess(new Swoole\Process(fn () => sleep(100)));
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'task') {
                return $server->task('');
            }
            $server->push($frame->fd, $frame->data === 'stats' ? json_encode($server->stats()) : 'an answer');
        });
        $server->on('task', fn ($server) => array_map(fn ($fd) => $server->push($fd, json_encode($server->stats())), [1]));
        PHP);
    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 6));
    foreach ($clients as $client) {
        foreach (range(1, 10) as $number) {
            $client->text('message')->receive();
        }
    }
    $clients[5]->leave();
    $clients[4]->drop();
    $stats = function ($ask) use ($clients) {
        return json_decode($clients[0]->text($ask)->receive()->payload, true);
    };
    // Workers tell of what they have done when they have nothing to do.
    $worker = waitUntil(function () use ($stats) {
        $now = $stats('stats');
        // Of 60 messages, 60 answers; what is asked here is counted once it is done.
        return $now['close_count'] === 2 && $now['idle_worker_num'] === 2 && $now['task_idle_worker_num'] === 2 ? $now : null;
    }, 'connections to be gone');
    $asked = $worker['request_count'] - 60;
    echo json_encode(array_diff_key($worker, array_flip(['start_time', 'dispatch_count', 'request_count', 'response_count', 'total_recv_bytes',
        'total_send_bytes', 'worker_request_count', 'worker_response_count', 'worker_dispatch_count']))), "\n";
    echo json_encode([
        'time' => abs($worker['start_time'] - time()) < 60,
        'this request' => $asked >= 1,
        'answers' => $worker['response_count'] - 60 === $asked - 1,
        'more events than requests' => $worker['dispatch_count'] > $worker['request_count'],
        'bytes' => $worker['total_recv_bytes'] > 60 * 13 && $worker['total_send_bytes'] > 60 * 11,
        'own' => $worker['worker_request_count'] >= 10 && $worker['worker_request_count'] < 60 && $worker['worker_response_count'] < 60,
        'all are integers' => array_filter($worker, is_int(...)) === $worker,
    ]), "\n";
    $task = $stats('task');
    echo json_encode(array_intersect_key($task, array_flip(['connection_num', 'accept_count', 'tasking_num', 'task_count', 'task_idle_worker_num',
        'worker_request_count']))), "\n";
    echo json_encode(array_intersect_key(waitUntil(function () use ($stats) {
        $now = $stats('stats');
        return $now['tasking_num'] === 0 && $now['task_idle_worker_num'] === 2 ? $now : null;
    }, 'the task to be done'), array_flip(['tasking_num', 'task_count']))), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
{"connection_num":4,"accept_count":6,"close_count":2,"worker_num":3,"task_worker_num":2,"user_worker_num":1,"idle_worker_num":2,"task_idle_worker_num":2,"tasking_num":0,"task_count":0,"coroutine_num":0}
{"time":true,"this request":true,"answers":true,"more events than requests":true,"bytes":true,"own":true,"all are integers":true}
{"connection_num":4,"accept_count":6,"worker_request_count":1,"task_idle_worker_num":1,"tasking_num":1,"task_count":1}
{"tasking_num":0,"task_count":1}
SWOOLE_PROCESS
{"connection_num":4,"accept_count":6,"close_count":2,"worker_num":3,"task_worker_num":2,"user_worker_num":1,"idle_worker_num":2,"task_idle_worker_num":2,"tasking_num":0,"task_count":0,"coroutine_num":0}
{"time":true,"this request":true,"answers":true,"more events than requests":true,"bytes":true,"own":true,"all are integers":true}
{"connection_num":4,"accept_count":6,"worker_request_count":1,"task_idle_worker_num":1,"tasking_num":1,"task_count":1}
{"tasking_num":0,"task_count":1}
