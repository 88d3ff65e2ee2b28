--TEST--
Pushes to a slow client are bounded, whichever process pushes: 1009, onBufferFull in its worker; what was taken comes, in order
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    foreach (['worker', 'task'] as $who) {
        $settings = ['worker_num' => 2, 'task_worker_num' => 1, 'socket_buffer_size' => 200_000];
        $server = severalProcesses($mode, $settings, <<<'PHP'
            $push = function ($server, $fd) {
                for ($number = 0; $number < 10_000 && $server->push($fd, str_pad($number, 10_000, '.')); $number++);
                $error = swoole_last_error();
                echo json_encode(['bounded' => $number < 10_000, 'error' => $error]) . "\n";
                file_put_contents("$GLOBALS[sign].taken", "$number");
                echo "pushed\n";
            };
            $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
            $server->on('message', fn ($server, $frame) => $frame->data[0] === 't' ? $server->task((int) substr($frame->data, 1)) : $push($server, (int) $frame->data));
            $server->on('task', fn ($server, $id, $from, $fd) => $push($server, $fd));
            $server->on('bufferFull', fn ($server, $fd) => print("full: $fd in worker $server->worker_id\n"));
            $server->on('bufferEmpty', fn ($server, $fd) => print("empty: $fd in worker $server->worker_id\n"));
            PHP, withSign($sign = sign()));
        $clients = [];
        for ($fd = 1; count($clients) < 2; $fd++) {
            $client = new WebSocketClient($server->port);
            $clients[$client->receive()->payload] ??= [$client, $fd];
        }
        [[$slow, $fd], [$other]] = [$clients[0], $clients[1]];
        $other->text($who === 'task' ? "t$fd" : "$fd");
        $server->waitForOutput('pushed');
        $server->waitForOutput('full');
        $taken = (int) file_get_contents("$sign.taken");
        unlink("$sign.taken");
        for ($number = 0; $number < $taken && $slow->receive()->payload === str_pad($number, 10_000, '.'); $number++);
        echo "a $who: ", $number === $taken ? 'what was taken has come' : "$number of $taken", ', ', $slow->isQuiet(0.01) ? 'no more' : 'and more', "\n";
        // While the sockets of both sides fill, it may be full and empty again more than once.
        waitUntil(function () use ($server, $fd) {
            preg_match_all("/^(full|empty): $fd in worker 0$/m", $server->output(), $lines);
            $expected = array_map(fn ($number) => $number % 2 ? 'empty' : 'full', array_keys($lines[1]));
            return $lines[1] === $expected && end($lines[1]) === 'empty';
        }, 'onBufferEmpty after each onBufferFull');
        echo implode("\n", array_unique(explode("\n", sorted(str_replace(" $fd ", ' it ', $server->output())))));
    }
});
?>
--EXPECT--
SWOOLE_BASE
a worker: what was taken has come, no more
empty: it in worker 0
full: it in worker 0
pushed
{"bounded":true,"error":1009}
a task: what was taken has come, no more
empty: it in worker 0
full: it in worker 0
pushed
{"bounded":true,"error":1009}
SWOOLE_PROCESS
a worker: what was taken has come, no more
empty: it in worker 0
full: it in worker 0
pushed
{"bounded":true,"error":1009}
a task: what was taken has come, no more
empty: it in worker 0
full: it in worker 0
pushed
{"bounded":true,"error":1009}
