--TEST--
A client whose message waits for a slow callback is not idle: it was not silent
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['heartbeat_idle_time' => 1]);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'work') {
            echo "working\n";
            sleep(3);
        }
        $server->push($frame->fd, 'done');
    });
    PHP);

// One for each worker, so that all are busy.
for ($count = 1; $count <= Combination::workers(); $count++) {
    $busy[] = (new WebSocketClient($server->port))->text('work');
    $server->waitForOutput(str_repeat("working\n", $count));
}
$begin = microtime(true);
$second = (new WebSocketClient($server->port))->text('quick');
echo $second->receive(), microtime(true) - $begin > 1 ? ' after longer than the limit' : ' too soon to tell', "\n";
?>
--EXPECT--
text: done after longer than the limit
