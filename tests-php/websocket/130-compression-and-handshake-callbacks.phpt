--TEST--
Compression is agreed on beside handshake callbacks too; one broadcast reaches those with and those without it
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (['handshake', 'beforeHandshakeResponse', 'open'] as $event) {
    $server = TestServer::run("\$event = '$event';" . <<<'PHP'
        $server = new swoole_websocket_server('127.0.0.1', 0);
        $server->set(['websocket_compression' => true]);
        $server->on($event, fn () => true);
        $server->on('message', function ($server, $frame) {
            foreach ($server->connections as $fd) {
                $server->push($fd, $frame->data);
            }
        });
        PHP);

    $clients = [];
    foreach (['', 'permessage-deflate', 'permessage-deflate; server_max_window_bits=9', ''] as $offer) {
        $clients[] = new WebSocketClient($server->port, '/', $offer === '' ? [] : ["Sec-WebSocket-Extensions: $offer"]);
    }
    $text = implode(' ', range(1, 2000));
    $clients[1]->compressed($text);
    foreach ($clients as $client) {
        $frame = $client->receive();
        echo $frame->isCompressed() ? 'compressed' : 'plain', $frame->message() === $text ? ' ' : ' and wrong ';
    }
    echo "\n";
}
?>
--EXPECT--
plain compressed compressed plain 
plain compressed compressed plain 
plain compressed compressed plain 
