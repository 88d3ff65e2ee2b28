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
            echo "workerStart $id #" . getmypid() . "\n";
            if ($id === 1) {
                exit(1);
            }
        });
        PHP);
    $begin = microtime(true);
    waitUntil(fn () => substr_count($server->output(), 'workerStart 1') === 5, 'five starts');
    // Pauses of 100, 200, 400 and 800 ms.
    echo "$mode: ", microtime(true) - $begin > 1.4 ? 'with pauses' : 'in a hot loop', ', ';
    preg_match_all('/started again in (\d+) ms/', $server->log(), $matches);
    echo implode(', ', array_slice($matches[1], 0, 4)), " ms\n";
    if ($mode === 'SWOOLE_BASE') {
        echo explode(' ', (new WebSocketClient($server->port))->text('hello')->receive()->payload)[1], "\n";
    }
    $all = family($server);
    $begin = microtime(true);
    echo 'exit code ', $server->stop(), ', ', microtime(true) - $begin < 1 ? 'at once' : 'late', ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: with pauses, 100, 200, 400, 800 ms
hello
exit code 0, at once, left: nothing
SWOOLE_PROCESS: with pauses, 100, 200, 400, 800 ms
exit code 0, at once, left: nothing
