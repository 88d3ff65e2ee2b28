--TEST--
Any word is a method; blanks around a value and a fragment are cut off; too many headers are 431
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(json_encode(
        [$request->getMethod(), $request->server['request_uri'], $request->server['query_string'] ?? null, $request->header['x'] ?? null],
        JSON_UNESCAPED_SLASHES,
    )));
    PHP);

foreach ([
    "BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /path?query#fragment HTTP/1.1\r\nHost: a\r\nX:  blanks around  \r\n\r\n",
    "GET /lines HTTP/1.1\nHost: a\n\n",
    "GET / HTTP/1.1\r\nHost: a\r\n" . str_repeat("X: y\r\n", 200) . "\r\n",
] as $request) {
    $response = (new HttpClient($server->port))->raw($request)->response();
    echo "$response->status: $response->body\n";
}
?>
--EXPECT--
200: ["BREW","/pot",null,null]
200: ["GET","/path","query","blanks around"]
200: ["GET","/lines",null,null]
431: 
