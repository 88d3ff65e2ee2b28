--TEST--
A handshake that RFC 6455 forbids is refused, and the answer says why
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function () { echo "open\n"; });
    $server->on('message', fn () => null);
    PHP);

$right = WebSocketClient::handshake();
foreach ([
    str_replace('GET', 'POST', $right),
    str_replace('HTTP/1.1', 'HTTP/1.0', $right),
    str_replace('Connection: Upgrade', 'Connection: keep-alive', $right),
    str_replace('Sec-WebSocket-Key', 'X-Key', $right),
    str_replace(WebSocketClient::KEY, 'c2hvcnQ=', $right),
    str_replace('Version: 13', 'Version: 8', $right),
] as $request) {
    $client = new HttpClient($server->port);
    $response = $client->raw($request)->response();
    $client->isClosedByServer();
    echo "$response->status: $response->body", $response->header('Sec-WebSocket-Version') ? ', as the header says' : '', "\n";
}
$server->stop();
echo $server->output();
?>
--EXPECT--
400: a WebSocket handshake is a GET request
400: a WebSocket handshake needs HTTP/1.1
400: the Connection header must contain Upgrade
400: there must be one Sec-WebSocket-Key header, no more
400: Sec-WebSocket-Key must be 16 bytes in base64
426: Sec-WebSocket-Version must be 13, as the header says
