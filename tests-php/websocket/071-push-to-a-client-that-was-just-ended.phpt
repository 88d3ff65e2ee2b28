--TEST--
push() to a client that the server has just ended for a broken rule is false without a warning: the program could not know
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        // The rule is broken in the same segment: wait until that is known.
        while ($server->exist($frame->fd)) {
            usleep(1000);
        }
        var_dump($server->push($frame->fd, 'too late'));
        echo swoole_last_error(), "\n";
    });
    $server->on('close', function ($server, $fd, $reactor) { echo "close " . reactor($reactor) . "\n"; });
    PHP);

$client = new WebSocketClient($server->port);
$client->raw(WebSocketClient::frame('hello') . WebSocketClient::frame('reserved', 3));
echo $client->receive(), "\n";
$server->waitForOutput('close');
echo $server->output();
?>
--EXPECT--
close: 1002 reserved opcode
bool(false)
1001
close -1
