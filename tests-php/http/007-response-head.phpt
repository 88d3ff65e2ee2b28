--TEST--
The head of a response: the program's headers, cookies, then the server's own
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        if ($request->server['request_uri'] === '/own') {
            $response->header('x-second', 'b');
            $response->header('X-FIRST', 'a');
            $response->cookie('c', 'd');
            $response->header('content-type', 'application/json');
            $response->header('server', 'mine');
            $response->header('Date', '');
        }
        $response->end('hello');
    });
    PHP);

$client = new HttpClient($server->port);
echo $client->get('/')->head, $client->get('/own')->head;
?>
--EXPECTF--
HTTP/1.1 200 OK
Server: swoole-http-server
Date: %s, %d %s %d %d:%d:%d GMT
Connection: keep-alive
Content-Type: text/html
Content-Length: 5

HTTP/1.1 200 OK
X-Second: b
X-First: a
Content-Type: application/json
Server: mine
Set-Cookie: c=d
Connection: keep-alive
Content-Length: 5

