--TEST--
A form with files is taken apart with POST, PUT, PATCH and DELETE, in chunks too; its body is not there any more
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    // Which is about the other kind of forms.
    $server->set(['http_parse_post' => false]);
    $server->on('request', function ($request, $response) {
        $file = $request->files['f'] ?? null;
        $response->end(json_encode([
            $request->getMethod(), $request->post, $file['name'] ?? null, $file ? file_get_contents($file['tmp_name']) : null,
            count($request->tmpfiles ?? []), strlen($request->rawContent()),
        ]));
    });
    PHP);

$body = form(['a' => 'one', 'f' => ['x.txt', 'hello'], 'b' => 'two']);
$client = new HttpClient($server->port);
foreach (['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'REPORT'] as $method) {
    echo $client->request($method, '/', FORM, $body)->body, "\n";
}
$client->raw("POST / HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nTransfer-Encoding: chunked\r\n\r\n");
foreach (str_split($body, 7) as $piece) {
    $client->raw(dechex(strlen($piece)) . "\r\n$piece\r\n");
}
echo $client->raw("0\r\n\r\n")->response()->body, "\n";
// Nothing in it is nothing.
echo $client->post('/', "--b--\r\n", FORM)->body, "\n";
echo $client->post('/', '', FORM)->body, "\n";
echo $client->post('/', 'no parts at all', FORM)->body, "\n";
?>
--EXPECT--
["POST",{"a":"one","b":"two"},"x.txt","hello",1,0]
["PUT",{"a":"one","b":"two"},"x.txt","hello",1,0]
["PATCH",{"a":"one","b":"two"},"x.txt","hello",1,0]
["DELETE",{"a":"one","b":"two"},"x.txt","hello",1,0]
["GET",null,null,null,0,215]
["REPORT",null,null,null,0,215]
["POST",{"a":"one","b":"two"},"x.txt","hello",1,0]
["POST",null,null,null,0,0]
["POST",null,null,null,0,0]
["POST",null,null,null,0,0]
