--TEST--
https: requests on one connection, with bodies and in chunks, beside WebSockets on the same port and on a Swoole\Http\Server
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$answers = <<<'PHP'
    $server->on('request', function ($request, $response) {
        if ($request->server['request_uri'] === '/chunks') {
            foreach (['one ', 'two ', str_repeat('three ', 20000)] as $part) {
                $response->write($part);
            }
            $response->end('end');
            return;
        }
        $response->header('X-Method', $request->getMethod());
        $response->end($request->getContent() ?: 'no body');
    });
    PHP;

foreach (['Swoole\WebSocket\Server', 'Swoole\Http\Server', 'swoole_http_server'] as $class) {
    $server = tlsServer($certificate, $answers, class: $class);
    $client = https($server->port, $authority);
    $get = $client->get('/');
    echo "$get->status {$get->header('X-Method')} $get->body\n";
    $body = random_bytes(1 << 20);
    $post = $client->post('/', $body);
    echo "$post->status {$post->header('X-Method')} ", $post->body === $body ? 'the same' : 'another', "\n";
    echo md5($client->get('/chunks')->body) === md5('one two ' . str_repeat('three ', 20000) . 'end') ? "all chunks\n" : "not the chunks\n";
    echo $client->request('HEAD', '/')->status, "\n";
    echo $client->get('/', ['Connection: close'])->body, "\n";
    var_dump($client->isClosedByServer());
}
$server = tlsServer($certificate, $answers);
$client = wss($server->port, $authority);
echo $client->text('a WebSocket')->receive(), "\n", https($server->port, $authority)->get()->body, "\n", $server->log();
?>
--EXPECT--
200 GET no body
200 POST the same
all chunks
200
no body
bool(true)
200 GET no body
200 POST the same
all chunks
200
no body
bool(true)
200 GET no body
200 POST the same
all chunks
200
no body
bool(true)
text: a WebSocket
no body
