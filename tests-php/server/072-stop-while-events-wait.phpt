--TEST--
A server that has a backlog of messages stops within max_wait_time, and at once on a second signal
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([1, 2] as $signals) {
    $server = TestServer::run(<<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->set(['max_wait_time' => 1]);
        $server->on('message', function ($server, $frame) {
            static $first = true;
            if ($first) {
                $first = false;
                echo "begun\n";
            }
            usleep(1000);
        });
        $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
        $server->on('workerStop', function () { echo "worker stop\n"; });
        PHP);
    $client = new WebSocketClient($server->port);
    // 20,000 messages of 1 ms each are 20 seconds of work.
    $client->raw(str_repeat("\x81\x80abcd", 20_000));
    $server->waitForOutput('begun');
    $began = microtime(true);
    for ($signal = 0; $signal < $signals; $signal++) {
        $server->signal(SIGTERM);
        usleep(1000);
    }
    echo $server->wait(), ', ', microtime(true) - $began < 5 ? 'in time' : 'late', "\n", $server->output();
}
?>
--EXPECT--
0, in time
begun
closed 1
worker stop
0, in time
begun
closed 1
worker stop
