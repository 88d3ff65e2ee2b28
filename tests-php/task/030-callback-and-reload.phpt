--TEST--
A worker that is replaced gets the answers to its tasks first: their callbacks are called, and its clients are served meanwhile
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function (string $mode) {
    $server = TestServer::run("\$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);" . <<<'PHP'
        $gate = new Swoole\Atomic;
        $server->set(['worker_num' => 1, 'task_worker_num' => 1, 'max_wait_time' => 20]);
        $server->on('message', function ($server, $frame) use ($gate) {
            match ($frame->data) {
                'task' => $server->task('x', -1, fn ($server, $id, $answer) => $server->push($frame->fd, $answer)),
                'open' => $gate->wakeup(),
                default => $server->push($frame->fd, $frame->data),
            };
        });
        $server->on('task', function () use ($gate) {
            $gate->wait(9);
            return 'the answer';
        });
        $server->on('workerStart', function ($server, $id) { echo "start $id\n"; });
        $server->on('workerStop', function ($server, $id) { echo "stop $id\n"; });
        PHP);
    $client = new WebSocketClient($server->port);
    $client->text('task');
    echo $client->text('before')->receive(), "\n";
    $server->signal(SIGUSR1);
    // The replacement is there, and waits.
    waitUntil(fn () => substr_count($server->output(), 'start 0') === 2, 'the replacement');
    $client->text('open');
    echo $client->receive(), "\n";
    $server->waitForOutput('stop 0');
    echo $client->text('behind')->receive(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
text: before
text: the answer
text: behind
SWOOLE_PROCESS
text: before
text: the answer
text: behind
