--TEST--
Without worker_num SWOOLE_BASE is one process, and SWOOLE_PROCESS has a worker for each CPU
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = TestServer::run("\$server = new Swoole\WebSocket\Server('127.0.0.1', 0, $mode);" . <<<'PHP'
        $server->on('workerStart', fn ($server, $id) => print("worker\n"));
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode([
            'one process' => $server->master_pid === getmypid(),
            'manager' => $server->manager_pid !== 0,
            'worker_num' => $server->setting['worker_num'] === swoole_cpu_num() ? 'CPUs' : $server->setting['worker_num'],
            'stats' => $server->stats()['worker_num'] === swoole_cpu_num() ? 'CPUs' : $server->stats()['worker_num'],
        ])));
        PHP);
    echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";
    $count = $mode === 'SWOOLE_BASE' ? 1 : swoole_cpu_num();
    waitForLines($server, $count);
    $server->stop();
    echo $server->output() === str_repeat("worker\n", $count) ? 'as many workers' : $server->output(), $server->log(), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
text: {"one process":true,"manager":false,"worker_num":1,"stats":1}
as many workers
SWOOLE_PROCESS
text: {"one process":false,"manager":true,"worker_num":"CPUs","stats":"CPUs"}
as many workers
