--TEST--
stop() and SIGTERM end one worker: it is replaced, and its connections stay
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('message', function ($server, $frame) {
            match (true) {
                $frame->data === 'stop' => $server->push($frame->fd, json_encode($server->stop())),
                is_numeric($frame->data) => $server->push($frame->fd, json_encode($server->stop((int) $frame->data))),
                default => $server->push($frame->fd, "$server->worker_id $frame->data"),
            };
        });
        $server->on('workerStop', function ($server, $id) { echo "workerStop $id\n"; });
        $server->on('workerError', function () { echo "workerError\n"; });
        $server->on('close', function () { echo "close\n"; });
        $server->on('beforeReload', function () { echo "beforeReload\n"; });
        PHP);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
    $client = new WebSocketClient($server->port);
    $id = (int) $client->text('who')->receive()->payload;
    $ways = [
        'stop()' => fn () => print($client->text('stop')->receive() . "\n"),
        'stop(its id)' => fn () => print($client->text((string) $id)->receive() . "\n"),
        'SIGTERM' => fn () => posix_kill(pidOf($server, $id), SIGTERM),
    ];
    foreach ($ways as $name => $way) {
        echo "$mode, $name\n";
        $pid = pidOf($server, $id);
        $way();
        $new = pidOf($server, $id, [$pid]);
        waitUntil(fn () => !isAlive($pid), 'the end of the old worker');
        echo (int) $client->text('hello')->receive()->payload === $id ? "the same worker_id\n" : "another one\n";
    }
    echo preg_replace("/ $id$/m", ' N', implode("\n", preg_grep('/Start/', explode("\n", printed($server)), PREG_GREP_INVERT)));
    echo $server->log();
}
?>
--EXPECT--
SWOOLE_BASE, stop()
text: true
the same worker_id
SWOOLE_BASE, stop(its id)
text: true
the same worker_id
SWOOLE_BASE, SIGTERM
the same worker_id
workerStop N
workerStop N
workerStop N
SWOOLE_PROCESS, stop()
text: true
the same worker_id
SWOOLE_PROCESS, stop(its id)
text: true
the same worker_id
SWOOLE_PROCESS, SIGTERM
the same worker_id
workerStop N
workerStop N
workerStop N
