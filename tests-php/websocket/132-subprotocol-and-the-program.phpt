--TEST--
A subprotocol that a handshake callback names takes the place of the setting's
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['handshake', 'beforeHandshakeResponse'] as $event) {
    $server = TestServer::run("\$event = '$event';" . <<<'PHP'
        $server = new swoole_websocket_server('127.0.0.1', 0);
        $server->set(['websocket_subprotocol' => 'from the setting']);
        $server->on($event, function (...$arguments) {
            [$request, $response] = array_slice($arguments, -2);
            if ($request->server['request_uri'] === '/own') {
                $response->header('Sec-WebSocket-Protocol', 'own');
            }
            return true;
        });
        $server->on('message', fn () => null);
        PHP);

    foreach (['/own', '/'] as $path) {
        echo (new WebSocketClient($server->port, $path))->response->header('Sec-WebSocket-Protocol'), "\n";
    }
}
?>
--EXPECT--
own
from the setting
own
from the setting
