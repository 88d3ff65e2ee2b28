--TEST--
An asynchronous client takes time limits that are longer than any clock
--SKIPIF--
<?php extension_loaded('posix') or die('skip needs posix');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function client(int $type, array $callbacks): Swoole\Client
{
    $client = new Swoole\Client($type, SWOOLE_SOCK_ASYNC);
    foreach ($callbacks + array_fill_keys(['connect', 'receive', 'error', 'close'], fn () => null) as $event => $callback) {
        $client->on($event, $callback);
    }
    return $client;
}

echo "-- long limits\n";
$server = RawServer::serving('$peer->isClosedByServer();');
foreach ([PHP_INT_MAX, 1e19, 1e300, INF] as $limit) {
    $client = client(SWOOLE_SOCK_TCP, [
        'connect' => function ($client) {
            echo "connect\n";
            $client->close();
        },
        'error' => function ($client) { echo "error $client->errCode\n"; },
    ]);
    $client->connect('127.0.0.1', $server->port, $limit);
    Swoole\Event::wait();
}
?>
--EXPECT--
-- long limits
connect
connect
connect
connect
