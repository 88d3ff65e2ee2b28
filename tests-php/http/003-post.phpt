--TEST--
Form bodies are read into post, and every body is there as it came
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(json_encode([
        $request->getMethod(), $request->post, $request->getContent(), $request->rawContent() === $request->getContent(),
    ])));
    PHP);

$client = new HttpClient($server->port);
$form = ['Content-Type: application/x-www-form-urlencoded'];
echo $client->post('/', 'name=anna&tags[]=x&tags[]=y&text=a+b%26c', $form)->body, "\n";
echo $client->request('PUT', '/', $form, 'a=1')->body, "\n";
echo $client->request('PATCH', '/', ['Content-Type: application/x-www-form-urlencoded; charset=UTF-8'], 'a=2')->body, "\n";
echo $client->request('DELETE', '/', $form, 'a=3')->body, "\n";
echo $client->post('/', '{"json": true}', ['Content-Type: application/json'])->body, "\n";
echo $client->post('/', '')->body, "\n";
// In chunks, with an extension and a trailer.
echo $client->raw("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    . "2\r\na=\r\n4;name=value\r\nlong\r\n0\r\nTrailer: x\r\n\r\n")->response()->body, "\n";
?>
--EXPECT--
["POST",{"name":"anna","tags":["x","y"],"text":"a b&c"},"name=anna&tags[]=x&tags[]=y&text=a+b%26c",true]
["PUT",{"a":"1"},"a=1",true]
["PATCH",{"a":"2"},"a=2",true]
["DELETE",{"a":"3"},"a=3",true]
["POST",null,"{\"json\": true}",true]
["POST",null,"",true]
["POST",{"a":"long"},"a=long",true]
