--TEST--
taskWaitMulti() and taskCo() give several tasks and wait for all: what has no answer is missing, or false
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 3], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            foreach (['taskWaitMulti', 'taskCo'] as $method) {
                echo "$method: " . json_encode($server->$method(['a' => 'one', 'b' => ['two'], 7 => 3], 10)) . ' ' . json_encode($server->$method([], 1)) . "\n";
                $began = microtime(true);
                echo json_encode($server->$method(['one', 'null', 'three', 'die', 'five'], 20)) . (microtime(true) - $began < 10 ? '' : ' too late') . "\n";
                // As many as one likes.
                $many = $server->$method(range(1, 500), 20);
                echo count($many) . ' ' . array_sum($many) . ' ' . (array_keys($many) === range(0, 499) ? 'in order' : 'in some order') . "\n";
            }
            $server->push($frame->fd, 'done');
        });
        $server->on('task', fn ($server, $id, $from, $what) => match ($what) {
            'null' => null,
            'die' => posix_kill(getmypid(), SIGKILL) && sleep(100),
            default => $what,
        });
        PHP);
    echo (new WebSocketClient($server->port, limit: 40))->text('go')->receive(), "\n", $server->output();
});
?>
--EXPECT--
SWOOLE_BASE
text: done
taskWaitMulti: {"a":"one","b":["two"],"7":3} []
{"0":"one","2":"three","4":"five"}
500 125250 in order
taskCo: {"a":"one","b":["two"],"7":3} []
["one",false,"three",false,"five"]
500 125250 in order
SWOOLE_PROCESS
text: done
taskWaitMulti: {"a":"one","b":["two"],"7":3} []
{"0":"one","2":"three","4":"five"}
500 125250 in order
taskCo: {"a":"one","b":["two"],"7":3} []
["one",false,"three",false,"five"]
500 125250 in order
