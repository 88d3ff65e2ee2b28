--TEST--
A request under way at a reload is answered by the worker that has begun, whether in its callback or later
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('request', function ($request, $response) {
            echo "begun\n";
            $pid = getmypid();
            if ($request->server['request_uri'] === '/later') {
                Swoole\Timer::after(500, fn () => $response->end("$pid later"));
                return;
            }
            usleep(500000);
            $response->write("$pid ");
            $response->end('slow');
        });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $old = [pidOf($server, 0), pidOf($server, 1)];
    foreach (['/slow', '/later'] as $number => $path) {
        $client = new HttpClient($server->port);
        $client->raw("GET $path HTTP/1.1\r\nHost: a\r\n\r\n");
        waitUntil(fn () => substr_count($server->output(), "begun\n") === $number + 1, 'the request');
        $server->signal(SIGUSR1);
        [$pid, $text] = explode(' ', $client->response()->body) + [1 => ''];
        echo "$mode, $text: ", in_array((int) $pid, $old) ? 'the old worker' : 'another', "\n";
        waitUntil(fn () => substr_count($server->output(), "afterReload\n") === $number + 1, 'the end of the reload');
        $old = [pidOf($server, 0), pidOf($server, 1)];
    }
    echo $server->log();
}
?>
--EXPECT--
SWOOLE_BASE, slow: the old worker
SWOOLE_BASE, later: the old worker
SWOOLE_PROCESS, slow: the old worker
SWOOLE_PROCESS, later: the old worker
