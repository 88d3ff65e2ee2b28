--TEST--
What is pushed before a task, an answer or a message comes before what is pushed because of it, in whichever processes
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $all = function ($server, $text) {
            foreach ($server->connections as $fd) {
                $server->push($fd, $text);
            }
        };
        $server->on('message', function ($server, $frame) use ($all) {
            $all($server, "$frame->data: worker, before the task");
            $server->task($frame->data);
        });
        $server->on('task', function ($server, $id, $from, $data) use ($all) {
            $all($server, "$data: task worker, before the answer");
            return $data;
        });
        $server->on('finish', function ($server, $id, $data) use ($all) {
            $all($server, "$data: worker, before the message");
            $server->sendMessage([$data, 1], 1 - $server->worker_id);
        });
        $server->on('pipeMessage', function ($server, $from, $data) use ($all) {
            [$text, $round] = $data;
            $all($server, "$text: message $round");
            if ($round < 6) {
                $server->sendMessage([$text, $round + 1], $from);
            }
        });
        PHP);
    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 8));
    $expected = ['worker, before the task', 'task worker, before the answer', 'worker, before the message', ...array_map(fn ($round) => "message $round", range(1, 6))];
    $right = 0;
    foreach (range(1, 20) as $round) {
        $clients[$round % 8]->text("round $round");
        foreach ($clients as $client) {
            $heard = array_map(fn () => $client->receive()->payload, $expected);
            $right += $heard === array_map(fn ($text) => "round $round: $text", $expected);
        }
    }
    echo "$right of 160 in order\n";
});
?>
--EXPECT--
SWOOLE_BASE
160 of 160 in order
SWOOLE_PROCESS
160 of 160 in order
