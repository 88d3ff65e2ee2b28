--TEST--
A handshake without a right key is refused with 400 and never opens
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('open', function () { echo "open\n"; });
    $server->on('message', fn () => null);
    PHP);

function handshake(int $port, string $line, string $version = 'HTTP/1.1', string $upgrade = 'Upgrade'): HttpResponse
{
    $client = new HttpClient($port);
    $client->raw("GET / $version\r\nHost: a\r\nUpgrade: websocket\r\nConnection: $upgrade\r\n$line\r\n\r\n");
    $response = $client->response();
    $client->isClosedByServer();
    return $response;
}

echo 'no key: ', handshake($server->port, 'Sec-WebSocket-Version: 13')->status, "\n";
echo 'short key: ', handshake($server->port, "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2hvcnQ=")->status, "\n";
echo 'HTTP/1.0: ', handshake($server->port, "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " . WebSocketClient::KEY, 'HTTP/1.0')->status, "\n";

// The server is none the worse for it.
echo (new WebSocketClient($server->port))->response->status, "\n";
$server->waitForOutput('open');
echo $server->stop(), "\n", $server->output();
?>
--EXPECT--
no key: 400
short key: 400
HTTP/1.0: 400
101
0
open
