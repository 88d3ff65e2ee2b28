--TEST--
A signal that comes in the middle of a callback stops the server after it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo "begun\n";
        for ($end = microtime(true) + 0.5; microtime(true) < $end;);
        $server->push($frame->fd, 'finished');
        echo "finished\n";
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('go');
$server->waitForOutput('begun');
echo $server->stop(), "\n", $server->output(), $client->receive(), "\n";
?>
--EXPECT--
0
begun
finished
text: finished
