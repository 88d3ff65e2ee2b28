--TEST--
What callbacks print comes out at once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo "echo $frame->data\n";
        fwrite(STDERR, "stderr $frame->data\n");
    });
    PHP);

(new WebSocketClient($server->port))->text('one');
$server->waitForOutput('echo one');
$server->waitForLog('stderr one');
echo $server->isRunning() ? "while it runs\n" : '';
?>
--EXPECT--
while it runs
