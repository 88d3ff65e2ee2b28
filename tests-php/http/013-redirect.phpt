--TEST--
redirect() sends Location and ends the response
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $request->server['request_uri'] === '/moved' ? $response->redirect('/new', 301) : $response->redirect('http://example.com/?a=b');
    });
    PHP);

$client = new HttpClient($server->port);
foreach (['/', '/moved'] as $path) {
    $response = $client->get($path);
    echo "$response->status $response->reason, ", $response->header('Location'), ", \"$response->body\"\n";
}
?>
--EXPECT--
302 Found, http://example.com/?a=b, ""
301 Moved Permanently, /new, ""
