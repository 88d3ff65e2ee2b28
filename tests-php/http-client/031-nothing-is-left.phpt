--TEST--
Clients of all kinds, good ones and failed ones, leave no memory, no descriptor and no object behind
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(str_repeat('x', 10000)));
    $server->on('message', fn ($server, $frame) => $server->disconnect($frame->fd, 4000, 'as you asked'));
    PHP);
$closed = Network::freePort();
$gone = 0;

final class Counted extends Client
{
    public function __destruct()
    {
        $GLOBALS['gone']++;
    }
}

$round = function () use ($server, $closed) {
    foreach ([$server->port, $closed] as $port) {
        // In a circle with its own callbacks, as programs have it.
        $client = new Counted('127.0.0.1', $port);
        $client->set(['timeout' => TIME_LIMIT]);
        $client->on('close', fn () => $client);
        $client->get('/', fn () => $client->isConnected() && $client->get('/', fn () => $client->body));
        $socket = new Counted('127.0.0.1', $port);
        $socket->set(['timeout' => TIME_LIMIT]);
        $socket->on('message', fn () => $socket);
        $socket->on('close', fn () => $socket);
        $socket->upgrade('/', fn () => $socket->statusCode === 101 && $socket->push(str_repeat('x', 5000)));
    }
    $given_up = new Counted('127.0.0.1', $server->port);
    $given_up->get('/', fn () => null);
    $given_up->close();
    Swoole\Event::wait();
    // The circles hold their idle connections until then.
    unset($client, $socket, $given_up);
    gc_collect_cycles();
};
$held = function (): array {
    gc_collect_cycles();
    preg_match('/^VmRSS:\s+(\d+) kB/m', file_get_contents('/proc/self/status'), $match);
    return [count(glob('/proc/self/fd/*')), (int) $match[1]];
};
for ($number = 0; $number < 30; $number++) {
    $round();
}
[$descriptors, $memory] = $held();
for ($number = 0; $number < 200; $number++) {
    $round();
}
[$descriptors_then, $memory_then] = $held();
var_dump($descriptors_then - $descriptors, $gone);
echo $memory_then - $memory < 1500 ? 'no' : $memory_then - $memory . ' KiB of', " memory more\n";
?>
--EXPECT--
int(0)
int(1150)
no memory more
