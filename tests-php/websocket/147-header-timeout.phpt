--TEST--
A handshake whose head is not whole within http_header_timeout is given up, however it trickles; a WebSocket may be silent
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['http_header_timeout' => 1]);
        $server->on('request', fn ($request, $response) => $response->end('answered'));
        $server->on('open', function ($server, $request) { echo "open $request->fd\n"; });
        $server->on('message', fn () => null);
        $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
        PHP);

    $begin = microtime(true);
    $websocket = new WebSocketClient($server->port);
    $stuck = (new HttpClient($server->port))->raw(substr(WebSocketClient::handshake(), 0, -2));
    $trickling = new HttpClient($server->port);
    $trickling->raw(substr(WebSocketClient::handshake(), 0, -2));
    // So does one that never says a word, and one that says no more.
    $mute = new HttpClient($server->port);
    $idle = new HttpClient($server->port);
    $idle->get();
    waitUntil(function () use ($server, $trickling) {
        try {
            $trickling->raw('X');
        } catch (RuntimeException) {
            // It is closed already.
        }
        return substr_count($server->output(), 'closed') === 4;
    }, 'four to be given up');
    echo microtime(true) - $begin >= 1 ? "in time\n" : "too early\n";
    echo json_encode([$stuck->readAll(), $mute->readAll(), $idle->readAll()]), ' ', $websocket->ping('still here')->receive(), "\n";
    $closed = explode("\n", trim($server->output()));
    sort($closed);
    echo implode(', ', $closed), "\n";
}
?>
--EXPECT--
in time
["","",""] pong: still here
closed 2, closed 3, closed 4, closed 5, open 1
in time
["","",""] pong: still here
closed 2, closed 3, closed 4, closed 5, open 1
