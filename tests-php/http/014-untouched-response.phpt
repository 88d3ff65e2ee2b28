--TEST--
A request whose callback returns without touching the response gets an empty 200
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        if ($request->server['request_uri'] === '/status') {
            $response->status(404);
        }
    });
    PHP);

$client = new HttpClient($server->port);
$response = $client->get();
echo $response->status, ', ', $response->header('Content-Length'), ", \"$response->body\"\n";
// A status that was set counts, also without end().
$response = $client->get('/status');
echo $response->status, ', ', $response->header('Content-Length'), ", \"$response->body\"\n";
?>
--EXPECT--
200, 0, ""
404, 0, ""
