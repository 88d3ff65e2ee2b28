--TEST--
A worker that dies again and again at its start is started with growing pauses; others work, and the server can be stopped
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
        // Not all workers are ever ready.
        $server->on('start', fn ($server) => file_put_contents('php://fd/3', "$server->port\n"));
        $server->on('workerStart', function ($server, $id) {
            echo "workerStart $id at " . microtime(true) . "\n";
            if ($id === 1) {
                exit(1);
            }
        });
        PHP);
    $starts = waitUntil(function () use ($server) {
        preg_match_all('/^workerStart 1 at (.+)$/m', $server->output(), $matches);
        return count($matches[1]) < 5 ? [] : $matches[1];
    }, 'five starts');
    // Pauses of 100, 200, 400 and 800 ms, by the clock of the workers.
    echo "$mode: ", $starts[4] - $starts[0] > 1.4 ? 'with pauses' : 'in a hot loop', ', ';
    preg_match_all('/started again in (\d+) ms/', $server->log(), $matches);
    echo implode(', ', array_slice($matches[1], 0, 4)), " ms\n";
    if ($mode === 'SWOOLE_BASE') {
        echo explode(' ', (new WebSocketClient($server->port))->text('hello')->receive()->payload)[1], "\n";
    }
    $all = family($server);
    // Within the limit of the harness, which is far less than max_wait_time.
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: with pauses, 100, 200, 400, 800 ms
hello
exit code 0, left: nothing
SWOOLE_PROCESS: with pauses, 100, 200, 400, 800 ms
exit code 0, left: nothing
