--TEST--
getData() is the whole request with its head put together again; isCompleted(); objects of a program's own have neither
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $own = new Swoole\Http\Request;
        $response->end(json_encode([
            $request->getData(), $request->isCompleted(), $own->getData(), $own->isCompleted(), $own->getContent(), $own->getMethod(),
        ], JSON_UNESCAPED_SLASHES));
    });
    PHP);

$client = new HttpClient($server->port);
$client->raw("POST /a%20b?c=d HTTP/1.1\r\nHost:   a\r\nX-Twice: 1\r\nCookie: a=b\r\nX-Twice: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
echo $client->response()->body, "\n";
echo json_decode($client->post('/', form(['a' => 'b']), FORM)->body)[0];
?>
--EXPECT--
["POST /a%20b?c=d HTTP/1.1\r\nhost: a\r\nx-twice: 1\r\nx-twice: 2\r\ncookie: a=b\r\ntransfer-encoding: chunked\r\n\r\nbody",true,false,false,false,false]
POST / HTTP/1.1
host: 127.0.0.1
content-type: multipart/form-data; boundary=b
content-length: 59
