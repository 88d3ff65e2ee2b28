--TEST--
onBeforeHandshakeResponse adds headers and cookies to the 101; onOpen follows
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('beforeHandshakeResponse', function ($server, $request, $response) {
            echo 'before: ', implode(' ', array_map(get_class(...), func_get_args())), "\n";
            $offered = explode(', ', $request->header['sec-websocket-protocol']);
            $response->header('Sec-WebSocket-Protocol', end($offered));
            $response->header('X-Room', 'blue');
            $response->cookie('seen', 'yes');
            // These are not the program's to say.
            $response->header('Sec-WebSocket-Accept', 'wrong');
            $response->header('Content-Length', '5');
        });
        $server->on('open', function ($server, $request) {
            echo "open: fd $request->fd, {$request->server['request_uri']}\n";
            $server->push($request->fd, 'welcome');
        });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);

    $client = new WebSocketClient($server->port, '/chat', ['Sec-WebSocket-Protocol: v1.chat, v2.chat']);
    echo preg_replace('/^Date: .*\r\n/m', '', $client->response->head);
    echo $client->receive(), "\n", $client->text('echo')->receive(), "\n", $server->output(), "\n";
}
?>
--EXPECT--
HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Version: 13
Sec-WebSocket-Protocol: v2.chat
X-Room: blue
Set-Cookie: seen=yes
Server: swoole-http-server

text: welcome
text: echo
before: Swoole\WebSocket\Server Swoole\Http\Request Swoole\Http\Response
open: fd 1, /chat

HTTP/1.1 101 Switching Protocols
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
Sec-WebSocket-Version: 13
Sec-WebSocket-Protocol: v2.chat
X-Room: blue
Set-Cookie: seen=yes
Server: swoole-http-server

text: welcome
text: echo
before: Swoole\WebSocket\Server Swoole\Http\Request Swoole\Http\Response
open: fd 1, /chat

