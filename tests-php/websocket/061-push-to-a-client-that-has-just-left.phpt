--TEST--
A client that leaves is gone at once; a push to it before onClose is false without a warning
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo "begun\n";
        for ($deadline = microtime(true) + 5; $server->exist($frame->fd) && microtime(true) < $deadline; usleep(1000));
        var_dump($server->push($frame->fd, 'too late'), $server->getLastError() === SWOOLE_ERROR_SESSION_CLOSED_BY_CLIENT);
        var_dump($server->isEstablished($frame->fd), $server->close($frame->fd), isset($server->connections[$frame->fd]));
    });
    $server->on('close', function ($server, $fd, $reactor) { echo "close $fd, " . reactor($reactor) . "\n"; });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('go');
$server->waitForOutput('begun');
$client->leave();
$server->waitForOutput('close');
echo $server->output();
?>
--EXPECT--
begun
bool(false)
bool(true)
bool(false)
bool(false)
bool(false)
close 1, 0
