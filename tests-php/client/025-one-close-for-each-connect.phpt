--TEST--
Behind connect comes close once, also where TLS can't be agreed on; who goes on behind Event::exit() is heard again
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function client(RawServer $server, callable $connected, ?callable $heard = null): Swoole\Client
{
    $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
    $client->on('connect', function ($client) use ($connected) {
        echo "connect\n";
        $connected($client);
    });
    $client->on('receive', $heard ?? function ($client, $data) { echo "receive $data\n"; });
    $client->on('error', function ($client) { echo "error $client->errCode, $client->sock\n"; });
    $client->on('close', function ($client) { echo "close $client->errCode, $client->sock\n"; });
    $client->connect('127.0.0.1', $server->port, 5);
    return $client;
}

echo "-- a server that speaks no TLS\n";
$plain = RawServer::serving('$peer->read(1); $peer->raw("220 plain text\r\n"); $peer->isClosedByServer();');
client($plain, fn ($client) => $client->enableSSL(function () { echo "ready\n"; }));
Swoole\Event::wait();

echo "-- settings by which there is none\n";
client($plain, function ($client) {
    $client->set(['ssl_cafile' => '/nowhere']);
    $client->set(['ssl_verify_peer' => true]);
    var_dump($client->enableSSL(function () { echo "ready\n"; }));
});
Swoole\Event::wait();

echo "-- closed in between\n";
$silent = RawServer::serving('$peer->isClosedByServer();');
client($silent, fn ($client) => var_dump($client->enableSSL(function () { echo "ready\n"; }), $client->close()));
Swoole\Event::wait();

echo "-- a loop that is left\n";
$answers = RawServer::serving('while (($byte = $peer->read(1)) !== null) { $peer->raw("got $byte"); }');
$client = client($answers, fn () => Swoole\Event::exit(), function ($client, $data) {
    echo "receive $data\n";
    $data === 'got 1' ? Swoole\Event::exit() : $client->close();
});
Swoole\Event::wait();
var_dump($client->isConnected(), $client->send('1'));
Swoole\Event::wait();
var_dump($client->resume(), $client->send('2'));
Swoole\Event::wait();

echo "-- left, and closed\n";
$client = client($silent, fn () => Swoole\Event::exit());
Swoole\Event::wait();
$client->send(str_repeat('x', 10 << 20));
$client->close();
Swoole\Event::wait();
?>
--EXPECT--
-- a server that speaks no TLS
connect
error 71, -1
close 71, -1
-- settings by which there is none
connect
error 22, -1
close 22, -1
bool(false)
-- closed in between
connect
close 0, -1
bool(true)
bool(true)
-- a loop that is left
connect
bool(true)
int(1)
receive got 1
bool(true)
int(1)
receive got 2
close 0, -1
-- left, and closed
connect
close 0, -1
