--TEST--
A body without a length that goes to HTTP/1.0 ends with the connection, and the head says so, also to who wanted to keep it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        if ($request->server['request_uri'] === '/chunks') {
            $response->write('one, ');
        }
        $response->end('two');
    });
    PHP);
foreach (['/chunks', '/whole'] as $path) {
    $client = new Connection($server->port);
    $client->raw("GET $path HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    preg_match('/^Connection: (.*)\r$/m', $client->readThrough("\r\n\r\n"), $match);
    echo "$path: $match[1], ", $path === '/chunks' ? $client->readAll() : $client->read(3), "\n";
}
$client->raw("GET /whole HTTP/1.0\r\n\r\n");
echo 'and again: ', str_ends_with($client->readAll(), "\r\n\r\ntwo") ? 'answered' : 'not answered', "\n";
?>
--EXPECT--
/chunks: close, one, two
/whole: keep-alive, two
and again: answered
