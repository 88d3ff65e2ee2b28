--TEST--
worker_num above 1 makes a server of several processes, whose parent is the one that called start()
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['worker_num' => 4]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode([
        getmypid() === $server->master_pid, posix_getppid() === $server->manager_pid, $server->setting['worker_num'],
    ])));
    PHP);

echo (new WebSocketClient($server->port))->text('who are you')->receive(), "\n";
echo $server->stop(), $server->output(), $server->log();
?>
--EXPECT--
text: [false,true,4]
0
