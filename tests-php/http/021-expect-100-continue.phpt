--TEST--
A client that expects 100 Continue is told to go on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end($request->getContent()));
    PHP);

$client = new HttpClient($server->port);
$client->raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
echo $client->readThrough("\r\n\r\n");
echo $client->raw('body')->response()->body, "\n";
?>
--EXPECT--
HTTP/1.1 100 Continue

body
