--TEST--
Pings of the server go to WebSockets only, and to nobody without the setting
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$run = fn (float $interval) => TestServer::run("\$interval = $interval;" . <<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['websocket_ping_interval' => $interval, 'websocket_pong_timeout' => 8]);
    $server->on('request', fn ($request, $response) => $response->end('answered'));
    $server->on('message', fn () => null);
    PHP);

$with = $run(0.1);
$http = new HttpClient($with->port);
$http->get();
$without = $run(0);
$quiet = new WebSocketClient($without->port);
// While these two are silent a third is pinged three times.
$pinged = new WebSocketClient($with->port);
foreach (range(1, 3) as $number) {
    echo $frame = $pinged->receive(), "\n";
    $pinged->send('', 10);
}
echo json_encode([$http->isQuiet(), $quiet->isQuiet()]), ' ', $http->get()->body, ' ', $quiet->ping('well')->receive(), "\n";
?>
--EXPECT--
ping: 
ping: 
ping: 
[true,true] answered pong: well
