--TEST--
Pipelined requests are answered in order, also after a request with a body
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end($request->server['request_uri'] . $request->getContent()));
    PHP);

$client = new HttpClient($server->port);
$client->raw("GET /one HTTP/1.1\r\nHost: a\r\n\r\nPOST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbodyGET /three HTTP/1.1\r\nHost: a\r\n\r\n");
echo $client->response()->body, ' ', $client->response()->body, ' ', $client->response()->body, "\n";
?>
--EXPECT--
/one /twobody /three
