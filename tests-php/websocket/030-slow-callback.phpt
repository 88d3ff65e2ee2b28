--TEST--
While one callback sleeps, others connect and get their pongs at once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function () { echo "open\n"; });
    $server->on('message', function ($server, $frame) {
        echo "sleeping\n";
        sleep(2);
        $server->push($frame->fd, 'slept well');
    });
    PHP);

$before = new WebSocketClient($server->port);
$sleeper = new WebSocketClient($server->port);
$sleeper->text('sleep');
$server->waitForOutput('sleeping');
$start = microtime(true);

echo $before->ping('a connection of before')->receive(), "\n";
$during = new WebSocketClient($server->port);
echo $during->ping('a new connection')->receive(), "\n";
echo $during->leave(), "\n";
$seconds = microtime(true) - $start;
echo $seconds < 1 ? 'at once' : "after $seconds s", "\n";

// Its own ping is answered too, and the callback's result comes when it is done.
echo $sleeper->ping('the sleeper itself')->receive(), "\n", $sleeper->receive(), "\n";
$seconds = microtime(true) - $start;
echo $seconds > 1.5 ? 'then' : "after $seconds s", "\n";
?>
--EXPECT--
pong: a connection of before
pong: a new connection
close: 1000
at once
pong: the sleeper itself
text: slept well
then
