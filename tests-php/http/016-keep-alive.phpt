--TEST--
Connections are kept alive, unless the client or HTTP/1.0 says otherwise
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end("fd $request->fd"));
    PHP);

$client = new HttpClient($server->port);
echo $client->get()->body, ', ', $client->get()->body, "\n";
$response = $client->get('/', ['Connection: close']);
echo $response->body, ', ', $response->header('Connection'), ', end: ', json_encode($client->isClosedByServer()), "\n";

$client = new HttpClient($server->port);
$response = $client->raw("GET / HTTP/1.0\r\n\r\n")->response();
echo $response->body, ', ', $response->header('Connection'), ', end: ', json_encode($client->isClosedByServer()), "\n";

$client = new HttpClient($server->port);
$response = $client->raw("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->response();
echo $response->body, ', ', $response->header('Connection'), ', ', $client->get()->body, "\n";
?>
--EXPECT--
fd 1, fd 1
fd 1, close, end: true
fd 2, close, end: true
fd 3, keep-alive, fd 3
