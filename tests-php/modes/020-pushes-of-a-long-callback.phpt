--TEST--
What a callback says to connections does not wait for its end: from workers and task workers, wherever the connection is
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $long = function ($server, $whose) {
            foreach ($server->connections as $fd) {
                $server->push($fd, "$whose begins");
            }
            $text = waitForSign() ? "$whose ends" : "$whose was not heard";
            array_map(fn ($fd) => $server->push($fd, $text), iterator_to_array($server->connections));
        };
        $server->on('message', fn ($server, $frame) => $frame->data === 'task' ? $server->task('') : $long($server, 'a worker'));
        $server->on('task', fn ($server) => $long($server, 'a task worker'));
        PHP, withSign($sign));
    // Two connections, at two workers.
    $first = new WebSocketClient($server->port);
    $second = new WebSocketClient($server->port);
    foreach (['message', 'task'] as $said) {
        $first->text($said);
        echo $first->receive(), ', ', $second->receive(), "\n";
        giveSign($sign);
        echo $first->receive(), ', ', $second->receive(), "\n";
    }
});
?>
--EXPECT--
SWOOLE_BASE
text: a worker begins, text: a worker begins
text: a worker ends, text: a worker ends
text: a task worker begins, text: a task worker begins
text: a task worker ends, text: a task worker ends
SWOOLE_PROCESS
text: a worker begins, text: a worker begins
text: a worker ends, text: a worker ends
text: a task worker begins, text: a task worker begins
text: a task worker ends, text: a task worker ends
