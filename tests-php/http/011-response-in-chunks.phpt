--TEST--
write() sends chunks, and end() the last one
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->header('X-Before', 'yes');
        var_dump($response->write('first '));
        var_dump($response->write(''));
        $response->write(str_repeat('x', 26));
        if ($request->server['request_uri'] === '/ended') {
            var_dump($response->end(' last'));
        }
        // Without end(), the return of the callback ends it.
    });
    PHP);

$client = new HttpClient($server->port);
$client->raw("GET /ended HTTP/1.1\r\nHost: a\r\n\r\n");
echo $client->readThrough("\r\n\r\n");
echo $client->readThrough("0\r\n\r\n");
echo $client->get('/left')->body, "\n";
echo $server->output();
?>
--EXPECTF--
HTTP/1.1 200 OK
X-Before: yes
Server: swoole-http-server
Date: %s GMT
Connection: keep-alive
Content-Type: text/html
Transfer-Encoding: chunked

6
first 
%r1[aA]%r
xxxxxxxxxxxxxxxxxxxxxxxxxx
5
 last
0

first xxxxxxxxxxxxxxxxxxxxxxxxxx
bool(true)

Warning: Swoole\Http\Response::write(): the data sent must not be empty in %s on line %d
bool(false)
bool(true)
bool(true)

Warning: Swoole\Http\Response::write(): the data sent must not be empty in %s on line %d
bool(false)
