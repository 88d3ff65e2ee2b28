--TEST--
HEAD, 204 and 304 are answered without a body
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->status((int) substr($request->server['request_uri'], 1));
        $response->end('a body');
    });
    PHP);

$client = new HttpClient($server->port);
$response = $client->request('HEAD', '/200');
echo $response->status, ', ', $response->header('Content-Length'), "\n";
foreach ([204, 304] as $status) {
    echo $client->get("/$status")->status, "\n";
}
// Had there been a body, this answer would begin with it.
echo $client->get('/200')->body, "\n";
?>
--EXPECT--
200, 6
204
304
a body
