--TEST--
trailer() puts fields behind the body, for clients that take them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        switch ($request->server['request_uri']) {
            case '/whole':
                $response->trailer('X-Sum', '1');
                $response->trailer('x-sum', '2');
                $response->trailer('X-Other', 'b');
                $response->end('body');
                break;
            case '/chunks':
                $response->header('Trailer', 'X-Late');
                $response->write('one');
                $response->trailer('X-Late', 'c');
                $response->trailer('X-Not-Announced', 'd');
                $response->end('two');
                break;
            case '/wrong':
                var_dump($response->trailer('Content-Length', '5'), $response->trailer('a b', 'c'), $response->trailer('X', "a\r\nb: c"));
                $response->end('fine');
                var_dump($response->trailer('X-Too-Late', 'd'));
        }
    });
    PHP);

$client = new HttpClient($server->port);
foreach (['TE: trailers', 'X-None: a'] as $header) {
    foreach (['/whole', '/chunks'] as $target) {
        $client->raw("GET $target HTTP/1.1\r\nHost: a\r\n$header\r\n\r\n");
        echo preg_replace('/^(Server|Date|Connection|Content-Type): .*\r\n/m', '', $client->readThrough("\r\n\r\n"));
        echo $client->readThrough("0\r\n"), $client->readThrough("\r\n");
        if ($header === 'TE: trailers') {
            echo $client->readThrough("\r\n"), $target === '/whole' ? $client->readThrough("\r\n") : '';
        }
    }
}
echo $client->get('/wrong')->body, "\n";
$client->raw("HEAD /whole HTTP/1.1\r\nHost: a\r\n\r\n");
echo $client->response(false)->status, "\n", $client->get('/wrong')->body, "\n";
$server->stop();
echo substr($server->output(), 0, strlen($server->output()) / 2);
?>
--EXPECTF--
HTTP/1.1 200 OK
Trailer: x-sum, x-other
Transfer-Encoding: chunked

4
body
0
X-Sum: 2
X-Other: b

HTTP/1.1 200 OK
Trailer: X-Late
Transfer-Encoding: chunked

3
one
3
two
0
X-Late: c

HTTP/1.1 200 OK
Trailer: x-sum, x-other
Transfer-Encoding: chunked

4
body
0

HTTP/1.1 200 OK
Trailer: X-Late
Transfer-Encoding: chunked

3
one
3
two
0

fine
200
fine
Swoole\Http\Response::trailer(): 'Content-Length' has to come before the body, and can't be a trailer
Swoole\Http\Response::trailer(): header key 'a b' is no HTTP header name
Swoole\Http\Response::trailer(): Header may not contain more than a single header, new line detected
bool(false)
bool(false)
bool(false)
bool(false)
