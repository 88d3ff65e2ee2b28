--TEST--
A body above package_max_length is refused with 413
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 100000]);
    $server->on('request', fn ($request, $response) => $response->end((string) strlen($request->getContent())));
    PHP);

echo (new HttpClient($server->port))->post('/', str_repeat('x', 99000))->body, "\n";

// Known from the head; nothing of the body has to be sent.
$client = new HttpClient($server->port);
echo $client->raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n")->response()->status, "\n";
$client->isClosedByServer();

$client = new HttpClient($server->port);
$client->raw("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1adb0\r\n" . str_repeat('x', 0x1adb0) . "\r\n");
echo $client->response()->status, "\n";
?>
--EXPECT--
99000
413
413
