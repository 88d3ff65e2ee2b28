--TEST--
A push of 5 MiB comes whole and in order, from whichever process
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1, 'package_max_length' => 6 << 20, 'socket_buffer_size' => 32 << 20], <<<'PHP'
        $push = function ($server) {
            $large = '';
            for ($number = 0; strlen($large) < 5 << 20; $number++) {
                $large .= "$number,";
            }
            foreach ($server->connections as $fd) {
                $server->push($fd, 'before');
                $server->push($fd, $large, WEBSOCKET_OPCODE_BINARY);
                $server->push($fd, 'after');
            }
        };
        $server->on('message', fn ($server, $frame) => $frame->data === 'task' ? $server->task('') : $push($server));
        $server->on('task', fn ($server) => $push($server));
        PHP);
    $large = '';
    for ($number = 0; strlen($large) < 5 << 20; $number++) {
        $large .= "$number,";
    }
    $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 4));
    foreach (['worker', 'task'] as $who) {
        $clients[0]->text($who);
        foreach ($clients as $client) {
            $frames = [$client->receive(), $client->receive(), $client->receive()];
            $right = "$frames[0]" === 'text: before' && $frames[1]->opcode === 2 && $frames[1]->payload === $large && "$frames[2]" === 'text: after';
            echo $right ? "whole\n" : 'no: ' . strlen($frames[1]->payload) . "\n";
        }
    }
    // And one that comes from a client goes its way, too.
    $server = severalProcesses($mode, ['worker_num' => 2, 'package_max_length' => 6 << 20], <<<'PHP'
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame));
        PHP);
    $client = new WebSocketClient($server->port);
    echo $client->binary($large)->receive()->payload === $large ? "echoed\n" : "not echoed\n";
});
?>
--EXPECT--
SWOOLE_BASE
whole
whole
whole
whole
whole
whole
whole
whole
echoed
SWOOLE_PROCESS
whole
whole
whole
whole
whole
whole
whole
whole
echoed
