--TEST--
onHandshake accepts with status 101 and end(); what belongs to the answer is filled in, and onOpen is not called
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('handshake', function ($request, $response) use ($server) {
            echo implode(' ', array_map(get_class(...), func_get_args())), "\n";
            echo "fd $request->fd, path {$request->server['request_uri']}, key {$request->header['sec-websocket-key']}\n";
            $response->header('X-Room', 'blue');
            $response->cookie('seen', 'yes');
            $response->status(101);
            var_dump($response->end());
            var_dump($server->isEstablished($request->fd), $server->push($request->fd, 'welcome'));
        });
        $server->on('open', function () { echo "open\n"; });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        $server->on('close', function () { echo "close\n"; });
        PHP);

    $client = new WebSocketClient($server->port, '/chat');
    echo preg_replace('/^Date: .*\r\n/m', '', $client->response->head);
    echo $client->receive(), "\n", $client->text('echo')->receive(), "\n", $client->leave(), "\n";
    $server->waitForOutput('close');
    echo $server->output(), "\n";
}
?>
--EXPECT--
HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Version: 13
X-Room: blue
Set-Cookie: seen=yes
Server: swoole-http-server

text: welcome
text: echo
close: 1000
Swoole\Http\Request Swoole\Http\Response
fd 1, path /chat, key dGhlIHNhbXBsZSBub25jZQ==
bool(true)
bool(true)
bool(true)
close

HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Version: 13
X-Room: blue
Set-Cookie: seen=yes
Server: swoole-http-server

text: welcome
text: echo
close: 1000
Swoole\Http\Request Swoole\Http\Response
fd 1, path /chat, key dGhlIHNhbXBsZSBub25jZQ==
bool(true)
bool(true)
bool(true)
close

