--TEST--
close() behind end() lets the answer out first, a large one too
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        if ($request->server['request_uri'] !== '/none') {
            $response->end(str_repeat('x', (int) ($request->get['size'] ?? 4)));
        }
        // False if the client has read its answer and left already.
        $server->close($request->fd);
    });
    PHP);

$whole = 0;
for ($round = 0; $round < 100; $round++) {
    $whole += strlen((new HttpClient($server->port))->get()->body) === 4 ? 1 : 0;
}
echo "$whole of 100\n", strlen((new HttpClient($server->port))->get('/?size=20000000')->body), "\n";
// Without an answer there is nothing to wait for.
echo (new HttpClient($server->port))->raw("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")->isClosedByServer() ? 'closed' : 'open', "\n";
?>
--EXPECT--
100 of 100
20000000
closed
