--TEST--
What a response has for coroutine servers says that this is none; close() ends the connection
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        if ($request->server['request_uri'] === '/close') {
            var_dump($response->close(), $response->end('too late'), $response->close());
            return;
        }
        var_dump($response->push('text'), $response->ping(), $response->recv(), $response->disconnect(), $response->upgrade());
        $response->end('fine');
    });
    PHP);

$client = new HttpClient($server->port);
echo $client->get()->body, "\n";
$client->raw("GET /close HTTP/1.1\r\nHost: a\r\n\r\n");
echo '[', $client->readAll(), "]\n";
$server->stop();
echo $server->output();
?>
--EXPECT--
fine
[]
Swoole\Http\Response::push(): fd[1] is not a websocket connection: use the methods of the server
Swoole\Http\Response::ping(): fd[1] is not a websocket connection: use the methods of the server
Swoole\Http\Response::recv(): fd[1] is not a websocket connection: use the methods of the server
Swoole\Http\Response::disconnect(): fd[1] is not a websocket connection: use the methods of the server
Swoole\Http\Response::upgrade(): async server does not support protocol upgrade
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(true)
bool(false)
bool(false)
