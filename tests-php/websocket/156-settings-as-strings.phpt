--TEST--
WebSocket settings are taken as they come out of .ini and .env files too
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    var_dump($server->set([
        'websocket_compression' => 'on',
        'websocket_compression_level' => '9',
        'websocket_compression_min_length' => '5',
        'websocket_context_takeover' => 'yes',
        'websocket_require_mask' => 1,
        'websocket_subprotocol' => 7,
        'websocket_ping_interval' => '0.1',
        'websocket_pong_timeout' => '8',
        'heartbeat_idle_time' => '60',
        'heartbeat_check_interval' => '30',
        'max_idle_time' => 60,
        'http_header_timeout' => '5.5',
        'socket_buffer_total_size' => '1000000',
        'socket_buffer_policy' => 'refuse',
        'buffer_high_watermark' => '0',
        'buffer_low_watermark' => '0',
        'websocket_mask' => false,
    ]));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);

$client = new WebSocketClient($server->port, '/', [WebSocketClient::DEFLATE]);
foreach (['Sec-WebSocket-Extensions', 'Sec-WebSocket-Protocol'] as $header) {
    echo "$header: ", $client->response->header($header), "\n";
}
// Nothing else was sent, so the first that comes is the ping.
echo $client->receive(), "\n";
echo $client->send('bare', masked: false)->closeCode(), "\n";
echo $server->output(), $server->log();
?>
--EXPECTF--
Sec-WebSocket-Extensions: permessage-deflate
Sec-WebSocket-Protocol: 7
ping: 
1002
bool(true)
[%s] NOTICE connection 1: %s
