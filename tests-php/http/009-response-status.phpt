--TEST--
status() sets code and reason
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        match ($request->server['request_uri']) {
            '/404' => $response->status(404),
            '/alias' => $response->setStatusCode(201),
            '/reason' => $response->status(200, 'All Right'),
            '/unknown' => $response->status(599),
            '/named' => $response->status(599, 'Out of Coffee'),
            '/twice' => $response->status(404) && $response->status(410),
        };
        $response->end('body');
    });
    PHP);

$client = new HttpClient($server->port);
foreach (['/404', '/alias', '/reason', '/unknown', '/named', '/twice'] as $path) {
    $response = $client->get($path);
    echo "$path: $response->status $response->reason, $response->body\n";
}
?>
--EXPECT--
/404: 404 Not Found, body
/alias: 201 Created, body
/reason: 200 All Right, body
/unknown: 599 Unknown Status, body
/named: 599 Out of Coffee, body
/twice: 410 Gone, body
