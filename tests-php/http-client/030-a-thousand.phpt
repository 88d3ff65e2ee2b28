--TEST--
1,000 WebSocket clients in one script talk to a server of two workers, and all end cleanly
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

const CLIENTS = 1000;
const MESSAGES = 5;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['worker_num' => 2]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);

$sockets = fn () => count(array_filter(glob('/proc/self/fd/*'), fn ($path) => str_starts_with((string) @readlink($path), 'socket:')));
$before = $sockets();
$heard = $closed = $codes = [];
for ($number = 0; $number < CLIENTS; $number++) {
    $client = new Client('127.0.0.1', $server->port);
    $client->set(['timeout' => 3 * TIME_LIMIT]);
    $client->number = $number;
    $client->on('message', function (Client $client, $frame) use (&$heard) {
        $heard[$client->number][] = $frame->data;
        $count = count($heard[$client->number]);
        $count < MESSAGES ? $client->push("$client->number: $count") : $client->close();
    });
    $client->on('close', function (Client $client) use (&$closed, &$codes) {
        $closed[$client->number] = ($closed[$client->number] ?? 0) + 1;
        $codes[$client->errCode] = ($codes[$client->errCode] ?? 0) + 1;
    });
    $client->upgrade('/', function (Client $client) {
        $client->statusCode === 101 || print("$client->statusCode $client->errMsg\n");
        $client->push("$client->number: 0");
    });
}
unset($client);
Swoole\Event::wait();

$expected = array_map(fn ($number) => array_map(fn ($count) => "$number: $count", range(0, MESSAGES - 1)), range(0, CLIENTS - 1));
ksort($heard);
var_dump($heard === $expected, count($closed), array_unique(array_values($closed)), $codes);
gc_collect_cycles();
echo $sockets() - $before, " sockets\n";
echo count(glob('/proc/self/task/*')), " thread\n";
?>
--EXPECT--
bool(true)
int(1000)
array(1) {
  [0]=>
  int(1)
}
array(1) {
  [0]=>
  int(1000)
}
0 sockets
1 thread
