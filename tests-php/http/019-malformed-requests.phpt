--TEST--
What is no HTTP request is answered with 400, and the server goes on
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end('fine'));
    PHP);

foreach ([
    'no request line' => "nonsense\r\n\r\n",
    'bad version' => "GET / HTTP/1.5\r\nHost: a\r\n\r\n",
    'space before the colon' => "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    'negative length' => "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    'two lengths' => "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    'headers of 100 KB' => "GET / HTTP/1.1\r\nHost: a\r\nX: " . str_repeat('x', 100000) . "\r\n\r\n",
    'a TLS client' => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
] as $name => $bytes) {
    $client = new HttpClient($server->port);
    $response = $client->raw($bytes)->response();
    $client->isClosedByServer();
    echo "$name: $response->status\n";
}
echo (new HttpClient($server->port))->get()->body, "\n";
echo $server->stop(), $server->output(), "\n";
?>
--EXPECTF--
no request line: 400
bad version: %r400|505%r
space before the colon: 400
negative length: 400
two lengths: 400
headers of 100 KB: %r400|431%r
a TLS client: 400
fine
0
