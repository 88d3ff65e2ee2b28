--TEST--
An onHandshake that computes the whole answer itself gives the same answer, each header once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('handshake', function ($request, $response) {
            $key = $request->header['sec-websocket-key'];
            if (!preg_match('#^[+/0-9A-Za-z]{21}[AQgw]==$#', $key) || strlen(base64_decode($key)) !== 16) {
                $response->end();
                return false;
            }
            $headers = [
                'Upgrade' => 'websocket',
                'Connection' => 'Upgrade',
                'Sec-WebSocket-Accept' => base64_encode(sha1($key . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11', true)),
                'Sec-WebSocket-Version' => '13',
            ];
            if (isset($request->header['sec-websocket-protocol'])) {
                $headers['Sec-WebSocket-Protocol'] = $request->header['sec-websocket-protocol'];
            }
            foreach ($headers as $name => $value) {
                $response->header($name, $value);
            }
            $response->status(101);
            $response->end();
            return true;
        });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);

    $client = new WebSocketClient($server->port, '/', ['Sec-WebSocket-Protocol: chat']);
    foreach ($client->response->headers as $header => $values) {
        echo $header === 'date' ? '' : "$header: " . implode(' | ', $values) . "\n";
    }
    echo $client->text('works')->receive(), "\n";
}
?>
--EXPECT--
upgrade: websocket
connection: Upgrade
sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
sec-websocket-version: 13
sec-websocket-protocol: chat
server: swoole-http-server
text: works
upgrade: websocket
connection: Upgrade
sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
sec-websocket-version: 13
sec-websocket-protocol: chat
server: swoole-http-server
text: works
