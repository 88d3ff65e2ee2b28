--TEST--
A second SIGTERM does not wait for callbacks or clients
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
        $server->on('request', function ($request, $response) use (&$kept) {
            $kept[] = $response;
            echo "kept\n";
            if ($request->server['request_uri'] === '/sleep') {
                sleep(60);
            }
        });
        $server->on('beforeShutdown', function () { echo "beforeShutdown\n"; });
        $server->on('shutdown', function () { echo "shutdown\n"; });
        PHP, start: 'var_dump($server->start());');
    $clients = [];
    foreach (['/', '/sleep'] as $number => $path) {
        $clients[] = $client = new HttpClient($server->port);
        $client->raw("GET $path HTTP/1.1\r\nHost: a\r\n\r\n");
        waitUntil(fn () => substr_count($server->output(), "kept\n") === $number + 1, 'the request');
    }
    $all = family($server);
    $server->signal(SIGTERM);
    $server->waitForOutput('beforeShutdown');
    $server->signal(SIGTERM);
    echo "$mode: exit code ", $server->wait(), ', left: ', whatIsLeft($server, $all), strstr($server->output(), 'beforeShutdown');
}
?>
--EXPECT--
SWOOLE_BASE: exit code 0, left: nothingbeforeShutdown
shutdown
bool(true)
SWOOLE_PROCESS: exit code 0, left: nothingbeforeShutdown
shutdown
bool(true)
