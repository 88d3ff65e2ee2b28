--TEST--
A connection that is not heard and whose client has gone ends when something is sent to it, over plain TCP and as a WebSocket
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $pause = function ($server, $fd, $send) {
        $server->pause($fd);
        echo "paused\n";
        $server->tick(10, fn ($timer) => $send() || $server->clearTimer($timer));
    };
    $server->on('message', fn ($server, $frame) => $pause($server, $frame->fd, fn () => $server->isEstablished($frame->fd) && $server->push($frame->fd, 'still there?')));
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    $plain = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $plain->on('receive', fn ($server, $fd) => $pause($server, $fd, fn () => $server->send($fd, 'still there?')));
    $server->start();
    PHP);
foreach ([new WebSocketClient($server->port), new Connection($server->ports[1])] as $number => $client) {
    $client instanceof WebSocketClient ? $client->text('hello') : $client->raw('hello');
    waitUntil(fn () => substr_count($server->output(), "paused\n") === $number + 1, 'the pause');
    $client->reset();
    $server->waitForOutput('closed ' . ($number + 1));
}
echo $server->output(), $server->log();
?>
--EXPECT--
paused
closed 1
paused
closed 2
