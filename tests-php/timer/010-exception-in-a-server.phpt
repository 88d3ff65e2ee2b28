--TEST--
An exception that leaves a timer's callback is reported, and the server and the timer go on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('workerStart', function ($server) {
        Swoole\Timer::tick(1, function ($id) use ($server) {
            $server->count = ($server->count ?? 0) + 1;
            if ($server->count === 3) {
                Swoole\Timer::clear($id);
                echo "three\n";
            }
            throw new RuntimeException("number $server->count");
        });
    });
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "count $server->count"));
    PHP);

$server->waitForOutput('three');
echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n", $server->stop(), "\n";
preg_match_all('/Uncaught RuntimeException: number \d/', $server->output(), $reports);
echo implode("\n", $reports[0]), "\n", preg_match_all('/ERROR uncaught exception in the timer callback, the server goes on/', $server->log()), " lines\n";
?>
--EXPECT--
text: count 3
0
Uncaught RuntimeException: number 1
Uncaught RuntimeException: number 2
Uncaught RuntimeException: number 3
3 lines
