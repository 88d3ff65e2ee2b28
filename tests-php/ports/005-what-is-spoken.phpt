--TEST--
What a port speaks: what its settings say, or what its callbacks are for, or what the server speaks
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "WebSocket"));
    $server->on('request', fn ($request, $response) => $response->end("HTTP\n"));
    $server->on('receive', fn ($server, $fd) => $server->send($fd, "plain\n") && $server->close($fd));
    foreach ([
        [null, null],
        [[], null],
        [['open_eof_check' => true], null],
        [['open_http_protocol' => true], null],
        [['open_websocket_protocol' => true], null],
        [['open_websocket_protocol' => false, 'open_http_protocol' => true], 'message'],
        [null, 'receive'],
        [null, 'request'],
        [[], 'request'],
        [[], 'message'],
        [[], 'open'],
    ] as [$settings, $event]) {
        $port = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
        $settings === null || $port->set($settings);
        $event && $port->on($event, $server->getCallback($event) ?? fn () => null);
    }
    PHP);
foreach ($server->ports as $number => $port) {
    $key = base64_encode(random_bytes(16));
    $answer = (new Connection($port))->ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        . "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: $key\r\n\r\n");
    echo "$number $answer\n";
}

// The class without a protocol of its own gets one.
foreach (['open_http_protocol', 'open_websocket_protocol'] as $setting) {
    $server = TestServer::run(<<<PHP
        \$server = new Swoole\Server('127.0.0.1', 0);
        \$server->set(['$setting' => true]);
        \$server->on('message', fn (\$server, \$frame) => null);
        \$server->on('request', fn (\$request, \$response) => \$response->end("HTTP\n"));
        PHP);
    echo (new HttpClient($server->port))->get()->body;
}
?>
--EXPECT--
0 HTTP/1.1 101 Switching Protocols
1 HTTP/1.1 101 Switching Protocols
2 plain
3 plain
4 HTTP/1.1 200 OK
5 HTTP/1.1 101 Switching Protocols
6 HTTP/1.1 200 OK
7 plain
8 HTTP/1.1 101 Switching Protocols
9 HTTP/1.1 200 OK
10 HTTP/1.1 101 Switching Protocols
11 HTTP/1.1 101 Switching Protocols
HTTP
HTTP
