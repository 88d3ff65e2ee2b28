--TEST--
A client that vanishes while it is being pushed to does the server no harm
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'ask') {
            $server->push($frame->fd, 'answer');
            return;
        }
        echo "begun\n";
        for ($deadline = microtime(true) + 5; $server->exist($frame->fd) && microtime(true) < $deadline;) {
            @$server->push($frame->fd, str_repeat('x', 10000));
        }
        var_dump($server->exist($frame->fd), @$server->push($frame->fd, 'late'));
    });
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('flood me');
$server->waitForOutput('begun');
$client->reset();
$server->waitForOutput('closed 1');
$client = new WebSocketClient($server->port);
echo $client->text('ask')->receive(), "\n", $server->output();
?>
--EXPECT--
text: answer
begun
bool(false)
bool(false)
closed 1
