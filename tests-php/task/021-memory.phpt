--TEST--
Many tasks with callbacks, large ones and taskwait() leave no memory behind, in no process
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            static $large;
            $large ??= str_repeat('x', 300_000);
            foreach (range(1, 200) as $number) {
                $server->task(['text' => "number $number"], -1, function () { $GLOBALS['answers'] = ($GLOBALS['answers'] ?? 0) + 1; });
                $server->task(null, -1, fn () => null);
                $server->taskwait($number % 20 ? $number : $large, 5);
                $server->sendMessage($number, 1);
            }
            $pid = $server->getWorkerPid(1);
            $server->push($frame->fd, json_encode([memory_get_usage(), $server->taskwait('memory', 5), count(scandir('/proc/self/fd')), count(scandir("/proc/$pid/fd"))]));
        });
        $server->on('pipeMessage', fn () => null);
        $server->on('task', fn ($server, $id, $from, $data) => $data === 'memory' ? memory_get_usage() : $data);
        PHP);
    $client = new WebSocketClient($server->port);
    $ask = fn () => json_decode($client->text('go')->receive()->payload);
    array_map($ask, range(1, 3));
    $before = $ask();
    array_map($ask, range(1, 10));
    $after = $ask();
    foreach (['worker', 'task worker', 'descriptors', 'descriptors of the task worker'] as $number => $what) {
        $more = $after[$number] - $before[$number];
        echo $what, $more <= ($number < 2 ? 20_000 : 0) ? ": no more\n" : ": $more more\n";
    }
});
?>
--EXPECT--
SWOOLE_BASE
worker: no more
task worker: no more
descriptors: no more
descriptors of the task worker: no more
SWOOLE_PROCESS
worker: no more
task worker: no more
descriptors: no more
descriptors of the task worker: no more
