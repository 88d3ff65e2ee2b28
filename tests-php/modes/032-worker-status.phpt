--TEST--
getWorkerStatus() says who is busy, idle or not there
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 1], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'be busy') {
                $server->push($frame->fd, 'busy');
                waitForSign();
                return;
            }
            if ($frame->data === 'task') {
                return $server->task($frame->fd);
            }
            $server->push($frame->fd, json_encode(array_map($server->getWorkerStatus(...), [0, 1, 2, 3, -1, -2])));
        });
        $server->on('task', function ($server, $id, $from, $fd) {
            $server->push($fd, 'busy');
            waitForSign();
        });
        PHP, withSign($sign));
    $clients = [];
    while (count($clients) < 2) {
        $client = new WebSocketClient($server->port);
        $clients[$client->receive()->payload] ??= $client;
    }
    $wait = fn ($expected) => waitUntil(fn () => $clients[0]->text('status')->receive()->payload === $expected, $expected) && print("$expected\n");
    $wait('[1,2,2,false,1,false]');
    $clients[1]->text('be busy')->receive();
    $wait('[1,1,2,false,1,false]');
    giveSign($sign);
    $wait('[1,2,2,false,1,false]');
    $clients[0]->text('task')->receive();
    $wait('[1,2,1,false,1,false]');
    giveSign($sign);
    $wait('[1,2,2,false,1,false]');
    echo json_encode([SWOOLE_WORKER_BUSY, SWOOLE_WORKER_IDLE, SWOOLE_WORKER_EXIT]), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
[1,2,2,false,1,false]
[1,1,2,false,1,false]
[1,2,2,false,1,false]
[1,2,1,false,1,false]
[1,2,2,false,1,false]
[1,2,3]
SWOOLE_PROCESS
[1,2,2,false,1,false]
[1,1,2,false,1,false]
[1,2,2,false,1,false]
[1,2,1,false,1,false]
[1,2,2,false,1,false]
[1,2,3]
