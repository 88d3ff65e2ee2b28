--TEST--
HEAD, 204 and 304 have no body when the program writes chunks or compresses, and what is pipelined behind them is answered
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->status((int) ($request->get['status'] ?? 200));
        switch ($request->server['request_uri']) {
            case '/write':
                $response->write('a body in');
                $response->end(' chunks');
                break;
            case '/trailer':
                $response->trailer('X-Sum', '1');
            case '/end':
                $response->end(str_repeat('a body that is compressed ', 100));
        }
    });
    PHP);

foreach (['HEAD 200', 'HEAD 404', 'GET 204', 'GET 304', 'HEAD 204'] as $case) {
    [$method, $status] = explode(' ', $case);
    foreach (['/write', '/trailer', '/end'] as $target) {
        $client = new HttpClient($server->port);
        $client->raw("$method $target?status=$status HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nAccept-Encoding: gzip\r\n\r\n"
            . "GET /write HTTP/1.1\r\nHost: a\r\n\r\n");
        echo "$case $target: ", $client->response(false)->status, ', then ', $client->response()->body, "\n";
    }
}
?>
--EXPECT--
HEAD 200 /write: 200, then a body in chunks
HEAD 200 /trailer: 200, then a body in chunks
HEAD 200 /end: 200, then a body in chunks
HEAD 404 /write: 404, then a body in chunks
HEAD 404 /trailer: 404, then a body in chunks
HEAD 404 /end: 404, then a body in chunks
GET 204 /write: 204, then a body in chunks
GET 204 /trailer: 204, then a body in chunks
GET 204 /end: 204, then a body in chunks
GET 304 /write: 304, then a body in chunks
GET 304 /trailer: 304, then a body in chunks
GET 304 /end: 304, then a body in chunks
HEAD 204 /write: 204, then a body in chunks
HEAD 204 /trailer: 204, then a body in chunks
HEAD 204 /end: 204, then a body in chunks
