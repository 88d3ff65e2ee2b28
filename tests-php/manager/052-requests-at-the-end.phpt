--TEST--
Requests under way are answered at the end, messages that were sent before are, and nobody else gets in
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
        $server->on('request', function ($request, $response) {
            echo "request\n";
            if ($request->server['request_uri'] === '/later') {
                Swoole\Timer::after(500, fn () => $response->end('later'));
            } else {
                usleep(500000);
                $response->write('in ');
                $response->end('pieces');
            }
        });
        $server->on('workerStop', function () { echo "workerStop\n"; });
        PHP);
    $clients = [];
    foreach (['/later', '/slow'] as $number => $path) {
        $clients[] = $client = new HttpClient($server->port);
        $client->raw("GET $path HTTP/1.1\r\nHost: a\r\n\r\n");
        waitUntil(fn () => substr_count($server->output(), "request\n") === $number + 1, 'the request');
    }
    $all = family($server);
    $server->signal(SIGTERM);
    echo "$mode: ", $clients[0]->response()->body, ', ', $clients[1]->response()->body, ', exit code ', $server->wait(), ', left: ',
        whatIsLeft($server, $all), $server->log(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: later, in pieces, exit code 0, left: nothing
SWOOLE_PROCESS: later, in pieces, exit code 0, left: nothing
