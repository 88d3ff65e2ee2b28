--TEST--
Whether a request comes whole at once or with a head that does not, its answer is the same to the byte
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

file_put_contents($file = __DIR__ . '/070.tmp', 'from a file');
$server = TestServer::run('const ANSWER = ' . var_export($file, true) . ';' . <<<'PHP'
    $answers = [
        'plain' => fn ($response) => $response->end('plain'),
        'empty' => fn ($response) => $response->end(),
        'forgotten' => fn ($response) => null,
        'headers' => function ($response) {
            $response->header('X-Some', 'one');
            $response->header('x-several-words', ['one', 'two']);
            $response->header('content-type', 'text/plain; charset=utf-8');
            $response->header('ETag', '"1"');
            $response->cookie('a', 'b', path: '/');
            $response->cookie('c', 'd e');
            $response->end('headers');
        },
        'defaults' => function ($response) {
            $response->header('Server', 'mine');
            $response->header('Date', 'today');
            $response->header('Content-Length', '3');
            $response->header('Transfer-Encoding', 'chunked');
            $response->end('defaults of its own');
        },
        'kept away' => function ($response) {
            array_map(fn ($name) => $response->header($name, ''), ['Server', 'Content-Type', 'Connection', 'X-None']);
            $response->end('kept away');
        },
        'status' => function ($response) {
            $response->status(404);
            $response->end('status');
        },
        'reason' => function ($response) {
            $response->status(404, 'Not Here');
            $response->end('reason');
        },
        'unknown status' => function ($response) {
            $response->status(299);
            $response->end('unknown status');
        },
        'no content' => function ($response) {
            $response->status(204);
            $response->end();
        },
        'not modified' => function ($response) {
            $response->status(304);
            $response->end();
        },
        'redirect' => fn ($response) => $response->redirect('/elsewhere'),
        'chunks' => fn ($response) => $response->write('in ') && $response->write('chunks') && $response->end(),
        'trailer' => fn ($response) => $response->trailer('x-sum', '1') && $response->end('trailer'),
        'file' => fn ($response) => $response->sendfile(ANSWER),
        'close' => fn ($response) => $response->header('Connection', 'close') && $response->end('close'),
        'long' => fn ($response) => $response->end(str_repeat('long', 50000)),
        'binary' => fn ($response) => $response->end("\0\r\n\r\n\xff"),
        'thrown' => fn ($response) => throw new Exception('thrown'),
        'body' => fn ($response, $request) => $response->end($request->getContent() . json_encode($request->post)),
    ];
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 100000]);
    $server->on('request', function ($request, $response) use ($answers) {
        $answers[strtr(trim($request->server['path_info'], '/'), '+', ' ')]($response, $request);
    });
    PHP);

/** All that the server sends to a request and to what is pipelined behind it, and whether it ends the connection then. */
function answer(string $request): string
{
    $client = new HttpClient($GLOBALS['server']->port);
    $client->raw($request . "GET /close HTTP/1.1\r\nHost: a\r\n\r\n");
    return preg_replace('/^Date: .*GMT\r$/m', 'Date: now', $client->readAll());
}

$names = ['plain', 'empty', 'forgotten', 'headers', 'defaults', 'kept away', 'status', 'reason', 'unknown status', 'no content',
    'not modified', 'redirect', 'chunks', 'trailer', 'file', 'close', 'long', 'binary', 'thrown'];
$requests = array_map(fn ($name) => 'GET /' . strtr($name, ' ', '+') . " HTTP/1.1\r\nHost: a\r\n", array_combine($names, $names));
$form = "Content-Type: application/x-www-form-urlencoded\r\n";
$requests += [
    'body' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n",
    'form' => "POST /body HTTP/1.1\r\nHost: a\r\n{$form}Content-Length: 4\r\n",
    'no body' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n",
    'two lengths' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n",
    'other lengths' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
    'signed length' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n",
    'long length' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n",
    'too long' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n",
    'length and chunks' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    'form with no boundary' => "POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data\r\n",
    'head' => "HEAD /plain HTTP/1.1\r\nHost: a\r\n",
    'last' => "GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n",
    'two hosts' => "GET /plain HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
    'proxy' => "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n",
    'old' => "GET /plain HTTP/1.0\r\n",
    'no WebSocket' => "GET /plain HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
];
$bodies = ['body' => 'a=b&', 'form' => 'a=b&', 'two lengths' => 'a=b&', 'other lengths' => 'a=b&', 'signed length' => 'a=b&',
    'long length' => 'a=b&', 'length and chunks' => "4\r\na=b&\r\n0\r\n\r\n"];
foreach ($requests as $name => $head) {
    $body = $bodies[$name] ?? '';
    $short = answer("$head\r\n$body");
    // More than is read at once.
    $long = answer($head . 'X-Long: ' . str_repeat('x', 9000) . "\r\n\r\n$body");
    echo $name, ': ', strtok($short, "\r"), $short === $long ? '' : " and differs:\n$short\n$long", "\n";
}
?>
--EXPECT--
plain: HTTP/1.1 200 OK
empty: HTTP/1.1 200 OK
forgotten: HTTP/1.1 200 OK
headers: HTTP/1.1 200 OK
defaults: HTTP/1.1 200 OK
kept away: HTTP/1.1 200 OK
status: HTTP/1.1 404 Not Found
reason: HTTP/1.1 404 Not Here
unknown status: HTTP/1.1 299 Unknown Status
no content: HTTP/1.1 204 No Content
not modified: HTTP/1.1 304 Not Modified
redirect: HTTP/1.1 302 Found
chunks: HTTP/1.1 200 OK
trailer: HTTP/1.1 200 OK
file: HTTP/1.1 200 OK
close: HTTP/1.1 200 OK
long: HTTP/1.1 200 OK
binary: HTTP/1.1 200 OK
thrown: HTTP/1.1 500 Internal Server Error
body: HTTP/1.1 200 OK
form: HTTP/1.1 200 OK
no body: HTTP/1.1 200 OK
two lengths: HTTP/1.1 200 OK
other lengths: HTTP/1.1 400 Bad Request
signed length: HTTP/1.1 400 Bad Request
long length: HTTP/1.1 400 Bad Request
too long: HTTP/1.1 413 Payload Too Large
length and chunks: HTTP/1.1 200 OK
form with no boundary: HTTP/1.1 400 Bad Request
head: HTTP/1.1 200 OK
last: HTTP/1.1 200 OK
two hosts: HTTP/1.1 400 Bad Request
proxy: HTTP/1.1 501 Not Implemented
old: HTTP/1.0 200 OK
no WebSocket: HTTP/1.1 200 OK
--CLEAN--
<?php @unlink(__DIR__ . '/070.tmp');
