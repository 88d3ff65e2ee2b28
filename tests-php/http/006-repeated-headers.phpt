--TEST--
A header that comes several times is a list, except those that can have one value only
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(json_encode($request->header)));
    PHP);

$client = new HttpClient($server->port);
echo $client->get('/', ['X-Forwarded-For: a', 'X-Other: b', 'X-Forwarded-For: c'])->body, "\n";
echo $client->get('/', ['User-Agent: first', 'Accept: text/html', 'User-Agent: second', 'Accept: text/plain'])->body, "\n";
?>
--EXPECT--
{"host":"127.0.0.1","x-forwarded-for":["a","c"],"x-other":"b"}
{"host":"127.0.0.1","user-agent":"second","accept":"text\/plain"}
