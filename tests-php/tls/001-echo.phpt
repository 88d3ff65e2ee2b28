--TEST--
wss: a server made with SWOOLE_SSL, under the new class name and the old one, says $server->ssl and echoes
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1', 'localhost'], $authority);

foreach (['Swoole\WebSocket\Server', 'swoole_websocket_server'] as $class) {
    $server = tlsServer($certificate, <<<'PHP'
        $server->on('connect', function ($server, $fd) { echo "connect $fd\n"; });
        $server->on('open', function ($server, $request) {
            var_dump($server->ssl);
            $server->push($request->fd, "welcome to {$request->server['request_uri']}");
        });
        PHP, class: $class);
    $client = wss($server->port, $authority);
    echo $client->certificateName(), ', ', $client->response->header('Sec-WebSocket-Accept') === WebSocketClient::ACCEPT ? 'accepted' : 'not', "\n";
    echo $client->receive(), "\n";
    echo $client->text('你好')->receive(), "\n", bin2hex($client->binary("\0\xff")->receive()->payload), "\n";
    echo $client->ping('there?')->receive(), "\n", $client->text('')->receive(), "\n";
    echo $client->leave(), "\n", $server->output(), $server->log();
}
?>
--EXPECT--
127.0.0.1, accepted
text: welcome to /
text: 你好
00ff
pong: there?
text: 
close: 1000
connect 1
bool(true)
127.0.0.1, accepted
text: welcome to /
text: 你好
00ff
pong: there?
text: 
close: 1000
connect 1
bool(true)
