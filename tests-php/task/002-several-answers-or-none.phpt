--TEST--
A task is answered by what onTask returns, unless that is null, and by each finish(); a task's own callback gets its answer
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        class Named
        {
            public function finished($server, $id, $data)
            {
                echo "own method: $id, $data, worker $server->worker_id\n";
            }
        }
        $server->on('message', function ($server, $frame) {
            foreach (['null', 'nothing', 'value', 'false', 'finish', 'finish and value', 'three'] as $what) {
                $server->task($what);
            }
            $server->task('value', -1, function (...$arguments) {
                echo 'own callback: ' . json_encode(array_slice($arguments, 1)) . "\n";
            });
            $server->task('null', -1, fn () => print("never\n"));
            $server->task('three', -1, [new Named, 'finished']);
            $server->task('last');
        });
        $server->on('task', function ($server, $id, $from, $what) {
            switch ($what) {
                case 'null': return null;
                case 'nothing': return;
                case 'false': return false;
                case 'finish': return $server->finish('by finish()') ? null : 'finish() failed';
                case 'finish and value':
                    $server->finish('by finish()');
                    return 'and by value';
                case 'three':
                    return $server->finish(1) && $server->finish(2) && $server->finish(3) ? null : 'failed';
                default: return "the $what";
            }
        });
        $server->on('finish', fn ($server, $id, $data) => print("onFinish: $id, " . json_encode($data) . "\n"));
        PHP);
    (new WebSocketClient($server->port))->text('go');
    $server->waitForOutput('the last');
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
onFinish: 2, "the value"
onFinish: 3, false
onFinish: 4, "by finish()"
onFinish: 5, "by finish()"
onFinish: 5, "and by value"
onFinish: 6, 1
onFinish: 6, 2
onFinish: 6, 3
own callback: [7,"the value"]
own method: 9, 1, worker 0
own method: 9, 2, worker 0
own method: 9, 3, worker 0
onFinish: 10, "the last"
SWOOLE_PROCESS
onFinish: 2, "the value"
onFinish: 3, false
onFinish: 4, "by finish()"
onFinish: 5, "by finish()"
onFinish: 5, "and by value"
onFinish: 6, 1
onFinish: 6, 2
onFinish: 6, 3
own callback: [7,"the value"]
own method: 9, 1, worker 0
own method: 9, 2, worker 0
own method: 9, 3, worker 0
onFinish: 10, "the last"
