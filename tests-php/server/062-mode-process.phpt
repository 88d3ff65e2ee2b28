--TEST--
SWOOLE_PROCESS: the process that called start() is the master, and callbacks of connections run in others
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0, SWOOLE_PROCESS);
    $server->set(['worker_num' => 1]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode([
        $server->mode === SWOOLE_PROCESS, $server->master_pid === getmypid(), $server->worker_pid === getmypid(),
        $server->manager_pid === posix_getppid(), $server->manager_pid !== $server->master_pid,
    ])));
    PHP);

echo (new WebSocketClient($server->port))->text('who are you')->receive(), "\n";
?>
--EXPECT--
text: [true,false,true,true,true]
