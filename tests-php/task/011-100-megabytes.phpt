--TEST--
100 MB go to a task worker and come back
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        ini_set('memory_limit', '1G');
        $server->on('message', function ($server, $frame) {
            $data = str_repeat('0123456789', 10_000_000);
            $answer = $server->taskwait($data, 60);
            echo (is_string($answer) ? strlen($answer) : json_encode($answer)) . ' ' . ($answer === strrev($data) ? 'right' : 'wrong') . "\n";
            unset($answer);
            // And in an array, which is serialised.
            $answer = $server->taskwait([$data], 60);
            echo strlen($answer[0] ?? '') . ' ' . ($answer === [$data] ? 'right' : 'wrong') . "\n";
            $server->push($frame->fd, 'done');
        });
        $server->on('task', fn ($server, $id, $from, $data) => is_string($data) ? strrev($data) : $data);
        PHP);
    echo (new WebSocketClient($server->port, limit: 60))->text('go')->receive(), "\n", $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
text: done
100000000 right
100000000 right
SWOOLE_PROCESS
text: done
100000000 right
100000000 right
