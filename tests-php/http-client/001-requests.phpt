--TEST--
get(), post() and execute() send what was set, and their callbacks see the answer; a connection is used again
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->cookie('token', 'a b');
        $response->header('X-Answer', 'yes');
        $response->end(json_encode([
            $request->server['request_method'] . ' ' . $request->server['request_uri'],
            $request->get,
            $request->post ?? $request->rawContent(),
            $request->cookie,
            array_map(fn ($name) => $request->header[$name] ?? null, ['host', 'connection', 'accept-encoding', 'content-type', 'x-mine']),
            $request->fd,
        ]));
    });
    PHP);

function show(Client $client): void
{
    echo $client->statusCode, ' ', strtr($client->body, [":$client->port" => ':PORT']), "\n";
}

$client = new swoole_http_client('127.0.0.1', $server->port);
$client->on('connect', fn (Client $client) => print("connect\n"));
$client->on('close', fn (Client $client) => print("close\n"));
$client->set(['timeout' => TIME_LIMIT]);
var_dump($client->setHeaders(['X-Mine' => 'one']), $client->isConnected());
$client->get('/first?a=1', function (Client $client) {
    show($client);
    echo $client->headers['x-answer'], ' ', json_encode([$client->cookies, $client->set_cookie_headers]), "\n";
    var_dump($client->isConnected());
    $client->post('/second', ['b' => ['c' => 'd e']], function (Client $client) {
        show($client);
        $client->setMethod('put');
        $client->setData('some text');
        $client->setCookies(['other' => 'x;y']);
        $client->execute('/third', function (Client $client) {
            show($client);
            $client->setData(['no' => 'verb']);
            $client->setHeaders([]);
            $client->execute('/fourth', function (Client $client) {
                show($client);
                $client->set(['keep_alive' => false]);
                $client->get('/last', show(...));
            });
        });
    });
    var_dump(@$client->get('/now', fn () => null), error_get_last()['message']);
});
echo "the script is over\n";
?>
--EXPECT--
bool(true)
bool(false)
the script is over
connect
200 ["GET \/first",{"a":"1"},"",null,["127.0.0.1:PORT","keep-alive","gzip",null,"one"],1]
yes [{"token":"a b"},["token=a+b"]]
bool(true)
bool(false)
string(61) "Swoole\Http\Client::get(): Operation now in progress phase 2."
200 ["POST \/second",null,{"b":{"c":"d e"}},{"token":"a b"},["127.0.0.1:PORT","keep-alive","gzip","application\/x-www-form-urlencoded","one"],1]
200 ["PUT \/third",null,"some text",{"other":"x;y"},["127.0.0.1:PORT","keep-alive","gzip",null,"one"],1]
200 ["POST \/fourth",null,{"no":"verb"},{"other":"x;y","token":"a b"},["127.0.0.1:PORT","keep-alive","gzip","application\/x-www-form-urlencoded",null],1]
200 ["GET \/last",null,"",{"other":"x;y","token":"a b"},["127.0.0.1:PORT","close","gzip",null,null],1]
close
