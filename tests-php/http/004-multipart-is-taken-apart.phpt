--TEST--
A multipart body is not taken apart yet: it comes whole in rawContent()
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->end(json_encode([$request->post, $request->files, $request->tmpfiles, strlen($request->rawContent())]));
    });
    PHP);

$body = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b--\r\n";
$client = new HttpClient($server->port);
echo $client->request('POST', '/', ['Content-Type: multipart/form-data; boundary=b'], $body)->body, ' of ', strlen($body), "\n";
?>
--EXPECT--
[null,null,null,81] of 81
