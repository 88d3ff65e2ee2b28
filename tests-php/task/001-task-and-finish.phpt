--TEST--
task() gives numbers from 0 for each worker; onTask does them elsewhere, onFinish is called where they were given
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 2], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) {
            $ids = [$server->task("$frame->fd one"), $server->task("$frame->fd two"), $server->task("$frame->fd three", 1), $server->task("$frame->fd four", -1, null)];
            $server->push($frame->fd, json_encode($ids));
        });
        $server->on('task', function (...$arguments) {
            [$server, $id, $from, $data] = $arguments;
            [$fd, $what] = explode(' ', $data);
            if ($what === 'three' && $server->worker_id !== 3) {
                echo "not the task worker that was asked for\n";
            }
            return [$fd, "$what: task $id of worker $from, taskworker " . json_encode($server->taskworker) . ', ' . count($arguments) . ' arguments'];
        });
        $server->on('finish', function (...$arguments) {
            [$server, $id, [$fd, $text]] = $arguments;
            $server->push((int) $fd, "$text; finished $id in worker $server->worker_id, " . count($arguments) . ' arguments');
        });
        PHP);
    $clients = [];
    while (count($clients) < 2) {
        $client = new WebSocketClient($server->port);
        $clients[$client->receive()->payload] ??= $client;
    }
    ksort($clients);
    foreach ($clients as $client) {
        $client->text('go');
        $heard = array_map(fn () => $client->receive()->payload, range(1, 5));
        // Answers may overtake the list, and each other.
        echo sorted(implode("\n", $heard));
    }
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
[0,1,2,3]
four: task 3 of worker 0, taskworker true, 4 arguments; finished 3 in worker 0, 3 arguments
one: task 0 of worker 0, taskworker true, 4 arguments; finished 0 in worker 0, 3 arguments
three: task 2 of worker 0, taskworker true, 4 arguments; finished 2 in worker 0, 3 arguments
two: task 1 of worker 0, taskworker true, 4 arguments; finished 1 in worker 0, 3 arguments
[0,1,2,3]
four: task 3 of worker 1, taskworker true, 4 arguments; finished 3 in worker 1, 3 arguments
one: task 0 of worker 1, taskworker true, 4 arguments; finished 0 in worker 1, 3 arguments
three: task 2 of worker 1, taskworker true, 4 arguments; finished 2 in worker 1, 3 arguments
two: task 1 of worker 1, taskworker true, 4 arguments; finished 1 in worker 1, 3 arguments
SWOOLE_PROCESS
[0,1,2,3]
four: task 3 of worker 0, taskworker true, 4 arguments; finished 3 in worker 0, 3 arguments
one: task 0 of worker 0, taskworker true, 4 arguments; finished 0 in worker 0, 3 arguments
three: task 2 of worker 0, taskworker true, 4 arguments; finished 2 in worker 0, 3 arguments
two: task 1 of worker 0, taskworker true, 4 arguments; finished 1 in worker 0, 3 arguments
[0,1,2,3]
four: task 3 of worker 1, taskworker true, 4 arguments; finished 3 in worker 1, 3 arguments
one: task 0 of worker 1, taskworker true, 4 arguments; finished 0 in worker 1, 3 arguments
three: task 2 of worker 1, taskworker true, 4 arguments; finished 2 in worker 1, 3 arguments
two: task 1 of worker 1, taskworker true, 4 arguments; finished 1 in worker 1, 3 arguments
