--TEST--
An asynchronous client: a full buffer that is emptied by a file, long datagrams, time limits longer than any clock
--SKIPIF--
<?php extension_loaded('sockets') && extension_loaded('posix') or die('skip needs sockets and posix');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/files.php';

function client(int $type, array $callbacks): Swoole\Client
{
    $client = new Swoole\Client($type, SWOOLE_SOCK_ASYNC);
    foreach ($callbacks + array_fill_keys(['connect', 'receive', 'error', 'close'], fn () => null) as $event => $callback) {
        $client->on($event, $callback);
    }
    return $client;
}

echo "-- emptied by a file\n";
$file = folder(['small' => 'x']) . '/small';
$server = RawServer::serving('$peer->readAheadLittle(); $peer->raw("ready"); $peer->holdStill(); $peer->isClosedByServer();');
$isFull = false;
$client = client(SWOOLE_SOCK_TCP, [
    'bufferFull' => function () use (&$isFull) {
        echo "full\n";
        $isFull = true;
    },
    'bufferEmpty' => function ($client) {
        echo "empty\n";
        $client->close(true);
    },
    'receive' => function ($client) use (&$isFull, $server, $file) {
        while (!$isFull) {
            $client->send(str_repeat('x', 100000));
        }
        $server->signal(SIGUSR1);
        // Each time all that the system takes goes, and at last all.
        for ($times = 0; $times < 50; $times++) {
            $read = $except = [];
            $write = [$client];
            swoole_client_select($read, $write, $except, TIME_LIMIT);
            $client->sendfile($file);
        }
    },
]);
$client->connect('127.0.0.1', $server->port, 5);
// What nobody is told of would be waited for for ever.
$timer = Swoole\Timer::after((int) (TIME_LIMIT * 1000), fn () => $client->close(true));
$client->on('close', function () use ($timer) {
    echo "close\n";
    Swoole\Timer::clear($timer);
});
Swoole\Event::wait();

echo "-- long datagrams\n";
$path = socketPath();
$socket = socket_create(AF_UNIX, SOCK_DGRAM, 0);
socket_bind($socket, $path);
$client = client(SWOOLE_SOCK_UNIX_DGRAM, [
    'connect' => fn ($client) => $client->send('hello'),
    'receive' => function ($client, $data) {
        static $count = 0;
        echo strlen($data), "\n";
        ++$count === 3 && $client->close();
    },
]);
$client->connect($path);
Swoole\Event::add($socket, function ($socket) {
    socket_recvfrom($socket, $data, 100, 0, $from);
    foreach ([65536, 65537, 150000] as $length) {
        socket_sendto($socket, str_repeat('x', $length), $length, 0, $from);
    }
    Swoole\Event::del($socket);
});
Swoole\Event::wait();

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
-- emptied by a file
full
empty
close
-- long datagrams
65536
65537
150000
-- long limits
connect
connect
connect
connect
