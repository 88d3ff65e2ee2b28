--TEST--
With websocket_compression the first offer is agreed to that can be; without it, or without such an offer, none
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$settings = [
    'compression' => ['websocket_compression' => true],
    'takeover' => ['websocket_compression' => true, 'websocket_context_takeover' => true],
    'off' => ['websocket_compression' => false],
];
$offers = [
    'permessage-deflate',
    'Permessage-Deflate; client_max_window_bits',
    'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
    'permessage-deflate; server_max_window_bits=10; client_max_window_bits=12',
    'permessage-deflate; server_max_window_bits="9"',
    'permessage-deflate; server_max_window_bits=7, x-webkit-deflate-frame, permessage-deflate',
    'permessage-deflate; unheard_of',
    'permessage-deflate; server_max_window_bits',
];
foreach ($settings as $title => $values) {
    echo "$title\n";
    $server = TestServer::run('$settings = ' . var_export($values, true) . ';' . <<<'PHP'
        $server = new swoole_websocket_server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('message', fn () => null);
        PHP);
    foreach ($offers as $offer) {
        $client = new WebSocketClient($server->port, '/', ["Sec-WebSocket-Extensions: $offer"]);
        echo '    ', $client->response->header('Sec-WebSocket-Extensions') ?? 'none', "\n";
    }
    // In two headers; not at all; and one that is no such header.
    $client = new WebSocketClient($server->port, '/', ['Sec-WebSocket-Extensions: other', WebSocketClient::DEFLATE]);
    echo '    ', $client->response->header('Sec-WebSocket-Extensions') ?? 'none', "\n";
    echo '    ', (new WebSocketClient($server->port))->response->header('Sec-WebSocket-Extensions') ?? 'none', "\n";
    $refused = (new HttpClient($server->port))->raw(WebSocketClient::handshake('/', [WebSocketClient::DEFLATE . '; =']));
    echo '    ', $refused->response()->status, "\n";
}
?>
--EXPECT--
compression
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12
    permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    none
    none
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    none
    400
takeover
    permessage-deflate
    permessage-deflate
    permessage-deflate; server_no_context_takeover; client_no_context_takeover
    permessage-deflate; server_max_window_bits=10; client_max_window_bits=12
    permessage-deflate; server_max_window_bits=9
    permessage-deflate
    none
    none
    permessage-deflate
    none
    400
off
    none
    none
    none
    none
    none
    none
    none
    none
    none
    none
    400
