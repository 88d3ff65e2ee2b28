--TEST--
A server that never stops sending, in the head, the body or frames, keeps neither the time limit nor timers from their turn
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$servers = [
    'interim answers' => '$peer->head(); $many = str_repeat("HTTP/1.1 100 Continue\r\n\r\n", 40000); while (true) $peer->raw($many);',
    'chunks' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"); $many = str_repeat("1\r\nx\r\n", 100000); while (true) $peer->raw($many);',
];
foreach ($servers as $what => $text) {
    $server = RawServer::serving($text);
    $client = new Client('127.0.0.1', $server->port);
    $client->set(['timeout' => 0.3, 'package_max_length' => 1 << 31]);
    $ticks = 0;
    $timer = Swoole\Timer::tick(20, function () use (&$ticks) { $ticks++; });
    $client->get('/', function (Client $client) use ($what, &$ticks, $timer) {
        Swoole\Timer::clear($timer);
        echo "$what: $client->statusCode $client->errCode, ", $ticks > 1 ? "timers ran\n" : "timers did not run\n";
    });
    Swoole\Event::wait();
}
$server = RawServer::serving('$peer->open(); $many = str_repeat(RawPeer::frame("x"), 10000); try { while (true) $peer->raw($many); } catch (RuntimeException) { }');
$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->on('message', fn () => null);
$client->upgrade('/', function (Client $client) {
    Swoole\Timer::after(20, function () use ($client) {
        echo "frames: the timer ran\n";
        $client->close();
    });
});
Swoole\Event::wait();
?>
--EXPECT--
interim answers: -2 110, timers ran
chunks: -2 110, timers ran
frames: the timer ran
