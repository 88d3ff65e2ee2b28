--TEST--
What comes while taskwait() waits comes after it, all of it and in order; clients do not notice
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 2], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'wait') {
                $GLOBALS['fd'] = $frame->fd;
                // Answers and messages to this worker, on their way while it waits.
                foreach (range(1, 50) as $number) {
                    $server->task("task $number", 1);
                }
                $server->push($frame->fd, 'waiting');
                $answer = $server->taskwait('wait for the sign', 20, 0);
                $server->push($frame->fd, "answer: $answer");
                return;
            }
            if ($frame->data === 'to the other') {
                foreach (range(1, 50) as $number) {
                    $server->sendMessage("pipe $number", 1 - $server->worker_id);
                }
                $server->push($frame->fd, 'sent');
                return;
            }
            $server->push($frame->fd, "echo $frame->data");
        });
        $server->on('pipeMessage', fn ($server, $from, $text) => $server->push($GLOBALS['fd'], $text));
        $server->on('finish', fn ($server, $id, $text) => $server->push($GLOBALS['fd'], $text));
        $server->on('task', fn ($server, $id, $from, $what) => $what === 'wait for the sign' ? (waitForSign() ? 'the sign' : 'no sign') : $what);
        $server->on('close', fn ($server, $fd) => print("closed $fd\n"));
        PHP, withSign($sign));
    $clients = [];
    for ($fd = 1; count($clients) < 2; $fd++) {
        $client = new WebSocketClient($server->port);
        $worker = $client->receive()->payload;
        $clients[$worker] ??= $client;
    }
    [$waiting, $other] = [$clients[0], $clients[1]];
    echo $waiting->text('wait')->receive(), "\n";
    foreach (range(1, 50) as $number) {
        $waiting->text("$number");
    }
    echo $other->text('to the other')->receive(), "\n";
    // The socket is served meanwhile.
    echo $waiting->ping('there?')->receive(), "\n";
    giveSign($sign);
    echo $waiting->receive(), "\n";
    $heard = ['echo' => [], 'task' => [], 'pipe' => []];
    foreach (range(1, 150) as $number) {
        [$kind, $what] = explode(' ', $waiting->receive()->payload);
        $heard[$kind][] = (int) $what;
    }
    foreach ($heard as $kind => $numbers) {
        echo "$kind: ", $numbers === range(1, 50) ? 'all in order' : json_encode($numbers), "\n";
    }
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
text: waiting
text: sent
pong: there?
text: answer: the sign
echo: all in order
task: all in order
pipe: all in order
SWOOLE_PROCESS
text: waiting
text: sent
pong: there?
text: answer: the sign
echo: all in order
task: all in order
pipe: all in order
