--TEST--
A port has the settings of the server with its own laid over them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, strlen($frame->data) . ' bytes'));
    $server->set(['package_max_length' => 200000, 'websocket_subprotocol' => 'of the server']);
    $own = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $own->set(['open_websocket_protocol' => true, 'package_max_length' => 100000]);
    $none = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    // What the server is set to later counts too.
    $server->set(['package_max_length' => 300000]);
    echo json_encode([$server->ports[0]->setting, $own->setting, $none->setting]), "\n";
    PHP);
echo $server->output();
foreach ($server->ports as $port) {
    foreach ([99000, 100001, 300001] as $length) {
        $client = new WebSocketClient($port);
        echo $length, ' ', $client->response->header('Sec-WebSocket-Protocol'), ' ',
            $client->text(str_repeat('x', $length))->receive(), "\n";
    }
}
?>
--EXPECT--
[{"package_max_length":300000,"websocket_subprotocol":"of the server"},{"open_websocket_protocol":true,"package_max_length":100000},null]
99000 of the server text: 99000 bytes
100001 of the server text: 100001 bytes
300001 of the server close: 1009 message is longer than package_max_length
99000 of the server text: 99000 bytes
100001 of the server close: 1009 message is longer than package_max_length
300001 of the server close: 1009 message is longer than package_max_length
99000 of the server text: 99000 bytes
100001 of the server text: 100001 bytes
300001 of the server close: 1009 message is longer than package_max_length
