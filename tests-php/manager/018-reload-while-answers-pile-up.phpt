--TEST--
Answers that their client does not take in time come whole and in order from a worker that gives its connections away
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

@unlink($file = __DIR__ . '/018.tmp');
$server = cluster('SWOOLE_BASE', ['max_wait_time' => 20], 'const GO_ON = ' . var_export($file, true) . ';' . <<<'PHP'
    $server->on('request', function ($request, $response) {
        $uri = $request->server['request_uri'];
        $answer = fn () => $response->end(str_pad($uri, 50000, '.'));
        if ($uri === '/pid') {
            $response->end((string) getmypid());
        } elseif ($uri === '/1') {
            echo "begun\n";
            Swoole\Timer::tick(10, fn ($timer) => file_exists(GO_ON) && Swoole\Timer::clear($timer) && $answer());
        } else {
            $answer();
        }
    });
    PHP);
$clients = array_map(fn () => new HttpClient($server->port), range(1, 6));
$pids = array_map(fn ($client) => $client->get('/pid')->body, $clients);
// Two connections of one worker.
$pid = array_search(max($counts = array_count_values($pids)), $counts);
[$client, $other] = array_values(array_filter($clients, fn ($place) => $pids[$place] === (string) $pid, ARRAY_FILTER_USE_KEY));
$client->readAheadLittle();
// In one piece, so that it is read at once.
$client->raw(implode(array_map(fn ($number) => "GET /$number HTTP/1.1\r\nHost: a\r\n\r\n", range(1, 200))));
$server->waitForOutput("begun\n");
$server->signal(SIGUSR1);
// Given away, as the other would be, if it were not for its answers: nobody answers before they are there.
waitUntil(function () use ($other) {
    $other->raw("GET /pid HTTP/1.1\r\nHost: a\r\n\r\n");
    return $other->isQuiet(0.5) || !$other->response();
}, 'the beginning of the reload');
touch($file);
$whole = 0;
foreach (range(1, 200) as $number) {
    $whole += $client->response()->body === str_pad("/$number", 50000, '.');
}
echo $whole, " of 200\n", $server->log();
?>
--EXPECT--
200 of 200
--CLEAN--
<?php @unlink(__DIR__ . '/018.tmp');
