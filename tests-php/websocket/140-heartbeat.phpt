--TEST--
Who has sent nothing for heartbeat_idle_time is closed, a WebSocket with 1001; whoever sends anything stays
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['heartbeat_idle_time' => 2, 'heartbeat_check_interval' => 1]);
    $server->on('request', fn ($request, $response) => $response->end());
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
    PHP);

$begin = microtime(true);
$silent = new WebSocketClient($server->port);
$http = new HttpClient($server->port);
$http->get();
// One that never says a word.
$mute = new HttpClient($server->port);
// Pings are bytes like others; what is sent to a client does not count.
$lively = new WebSocketClient($server->port);
waitUntil(function () use ($server, $lively) {
    $lively->ping()->receive();
    return substr_count($server->output(), 'closed') === 3;
}, 'the three that are silent to be closed');
echo microtime(true) - $begin >= 2 ? "in time\n" : "too early\n";

echo $silent->receiveAll(), "\n", json_encode([$http->readAll(), $mute->readAll()]), "\n";
echo $lively->text('still here')->receive(), "\n";
// Which has which number is chance where several workers accept.
preg_match_all('/^closed (\d+), 0$/m', $server->output(), $lines);
echo count(array_unique($lines[1])), " closed by the server\n";
?>
--EXPECT--
in time
close: 1001 idle for too long
end
["",""]
text: still here
3 closed by the server
