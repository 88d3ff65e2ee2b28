--TEST--
A handshake that RFC 6455 forbids is refused before onHandshake or onBeforeHandshakeResponse could accept it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['handshake', 'beforeHandshakeResponse'] as $event) {
    $server = TestServer::run("\$event = '$event';" . <<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->on($event, function (...$arguments) use ($event) {
            echo "$event\n";
            $response = end($arguments);
            $response->status(101);
            $response->end();
        });
        $server->on('message', fn () => null);
        PHP);

    $right = WebSocketClient::handshake();
    foreach ([
        'POST' => str_replace('GET', 'POST', $right),
        'HTTP/1.0' => str_replace('HTTP/1.1', 'HTTP/1.0', $right),
        'no key' => str_replace('Sec-WebSocket-Key', 'X-Key', $right),
        'short key' => str_replace(WebSocketClient::KEY, 'c2hvcnQ=', $right),
        'version 8' => str_replace('Version: 13', 'Version: 8', $right),
        'malformed extensions' => str_replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: ;\r\n\r\n", $right),
        'right' => $right,
    ] as $what => $request) {
        echo "$what: ", (new HttpClient($server->port))->raw($request)->response()->status, "\n";
    }
    $server->stop();
    echo $server->output();
}
?>
--EXPECT--
POST: 400
HTTP/1.0: 400
no key: 400
short key: 400
version 8: 426
malformed extensions: 400
right: 101
handshake
POST: 400
HTTP/1.0: 400
no key: 400
short key: 400
version 8: 426
malformed extensions: 400
right: 101
beforeHandshakeResponse
