--TEST--
A server that has a backlog of messages stops within max_wait_time, and at once on a second signal
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// One signal and a second to wait; a minute to wait, but a second signal.
foreach ([1 => 1, 2 => 60] as $signals => $seconds) {
    putenv("WAIT=$seconds");
    $server = TestServer::run(<<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->set(['max_wait_time' => (int) getenv('WAIT')]);
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
    $server->signal(SIGTERM);
    if ($signals === 2) {
        // The first one has been seen when the client hears of it.
        echo $client->receive(), "\n";
        $server->signal(SIGTERM);
    }
    echo $server->wait(), ', ', microtime(true) - $began < 5 ? 'in time' : 'late', "\n", $server->output();
}
?>
--EXPECT--
0, in time
begun
closed 1
worker stop
close: 1001 server is going away
0, in time
begun
closed 1
worker stop
