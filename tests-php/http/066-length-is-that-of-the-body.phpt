--TEST--
A Content-Length that a program sets can't disagree with the body; for HEAD it is taken
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->header('Content-Length', $request->get['length']);
        $response->header('Transfer-Encoding', 'chunked');
        $response->end($request->getMethod() === 'HEAD' ? '' : 'hello world');
    });
    PHP);

$client = new HttpClient($server->port);
foreach ([5, 50, 11] as $length) {
    $answer = $client->get("/?length=$length");
    echo $answer->header('Content-Length'), ' ', $answer->body, "\n";
}
echo $client->request('HEAD', '/?length=1234')->header('Content-Length'), "\n", $client->get('/?length=1')->body, "\n";
?>
--EXPECT--
11 hello world
11 hello world
11 hello world
1234
hello world
