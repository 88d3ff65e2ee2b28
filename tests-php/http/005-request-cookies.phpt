--TEST--
Cookies are decoded, several Cookie headers are one, and the first of a name counts
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(
        json_encode([$request->cookie, isset($request->header['cookie'])], JSON_UNESCAPED_UNICODE)
    ));
    PHP);

$client = new HttpClient($server->port);
echo $client->get('/', ['Cookie: a=1; b=two%20words; c=%E4%BD%A0'])->body, "\n";
echo $client->get('/', ['Cookie: a=1', 'Cookie: b=2'])->body, "\n";
echo $client->get('/', ['Cookie: a=first; a=second; empty='])->body, "\n";
echo $client->get('/', ['Cookie: a[x][]=1; a[x][]=2; b[y]=first; b[y]=second; c.d e=x+y; bad=%zz%4; =no name; lone;; f=g=h'])->body, "\n";
echo $client->get('/')->body, "\n";
?>
--EXPECT--
[{"a":"1","b":"two words","c":"你"},false]
[{"a":"1","b":"2"},false]
[{"a":"first","empty":""},false]
[{"a":{"x":["1","2"]},"b":{"y":"first"},"c_d_e":"x+y","bad":"%zz%4","lone":"","f":"g=h"},false]
[null,false]
