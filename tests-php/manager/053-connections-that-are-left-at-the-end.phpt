--TEST--
Connections that are left when a stop's time is over, or when a second signal comes, end with their onClose
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$ways = [
    'time is over' => [1, fn (TestServer $server) => null],
    'second signal' => [60, fn (TestServer $server) => $server->waitForOutput('beforeShutdown') ?? $server->signal(SIGTERM)],
];
foreach (MODES as $mode) {
    foreach ($ways as $way => [$time, $hurry]) {
        $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'max_wait_time' => $time], <<<'PHP'
            $server->on('task', fn () => null);
            $server->on('request', function ($request, $response) {
                $GLOBALS['kept'][] = $response;
                echo "request\n";
            });
            $server->on('close', function () { echo "close\n"; });
            $server->on('beforeShutdown', function () { echo "beforeShutdown\n"; });
            $server->on('workerStop', function ($server, $id) { if ($id === 0) echo "workerStop\n"; });
            PHP);
        pidOf($server, 0);
        $clients = [];
        for ($count = 1; $count <= 3; $count++) {
            $clients[] = (new HttpClient($server->port))->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            waitUntil(fn () => substr_count($server->output(), "request\n") === $count, 'the request');
        }
        $server->signal(SIGTERM);
        $hurry($server);
        $code = $server->wait();
        preg_match_all('/^(close|workerStop)$/m', $server->output(), $matches);
        echo "$mode, $way: ", implode(' ', $matches[1]), ", exit code $code\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, time is over: close close close workerStop, exit code 0
SWOOLE_BASE, second signal: close close close workerStop, exit code 0
SWOOLE_PROCESS, time is over: close close close workerStop, exit code 0
SWOOLE_PROCESS, second signal: close close close workerStop, exit code 0
