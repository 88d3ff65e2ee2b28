--TEST--
A server that ends, resets or falls silent in any phase: the client is told, and nothing hangs
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function client(RawServer $server, array $settings = []): Swoole\Client
{
    // The server stays as long as the test.
    static $servers = [];
    $servers[] = $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->set($settings);
    $client->connect('127.0.0.1', $server->port, 5);
    return $client;
}
$length = ['open_length_check' => true, 'package_length_type' => 'N', 'package_body_offset' => 4];

echo "-- an end behind what was said\n";
$client = client(RawServer::serving('$peer->raw("last words");'));
$words = '';
while ($piece = $client->recv()) {
    $words .= $piece;
}
var_dump($words, $piece, $client->errCode, $client->isConnected(), $client->recv());
// The object can be used again.
$server = RawServer::serving('$peer->raw("again"); $peer->isClosedByServer();');
var_dump($client->connect('127.0.0.1', $server->port, 5), $client->recv());

echo "-- a reset\n";
$client = client(RawServer::serving('$peer->read(1); $peer->reset();'));
$client->send('x');
var_dump($client->recv(), $client->errCode, $client->isConnected());
var_dump(@$client->send('y'), $client->errCode === SOCKET_EPIPE);

echo "-- an end in a package\n";
$client = client(RawServer::serving('$peer->raw(pack("N", 5) . "whole" . pack("N", 100) . "half");'), $length);
var_dump(substr($client->recv(), 4), $client->recv(), $client->errCode);

echo "-- a reset in a package\n";
$client = client(RawServer::serving('$peer->raw(pack("N", 100) . "half"); $peer->read(1); $peer->reset();'), $length + ['timeout' => 5]);
$client->send('x');
var_dump($client->recv(), $client->errCode);

echo "-- packages that can't be\n";
$client = client(RawServer::serving('$peer->raw(pack("N", 1) . "a" . pack("N", 1 << 30) . "b"); $peer->isClosedByServer();'), $length);
var_dump(substr($client->recv(), 4), $client->recv(), $client->errCode, $client->sock);
$client = client(RawServer::serving('$peer->raw(str_repeat("x", 200000)); $peer->isClosedByServer();'), ['open_eof_split' => true, 'package_max_length' => 100000]);
var_dump($client->recv(), $client->errCode);

echo "-- silence\n";
$client = client(RawServer::serving('$peer->raw("some"); $peer->isClosedByServer();'), ['timeout' => 0.1]);
var_dump($client->recv(10, Swoole\Client::MSG_WAITALL), $client->recv(), $client->errCode, $client->isConnected());
$client = client(RawServer::serving('$peer->raw(pack("N", 100) . "half"); $peer->isClosedByServer();'), $length + ['timeout' => 0.1]);
var_dump($client->recv(), $client->errCode, $client->isConnected());

echo "-- a server that reads nothing\n";
$client = client(RawServer::serving('$peer->readAheadLittle(); $peer->raw("ready"); $peer->holdStill();'), ['timeout' => 0.2]);
$client->recv();
var_dump($client->send(str_repeat('x', 64 << 20)), $client->errCode, $client->sock);

echo "-- directions\n";
$client = client($server = RawServer::serving('echo $peer->readAll(), "\n"; $peer->raw("heard all");'));
$client->send('all');
var_dump($client->shutdown(Swoole\Client::SHUT_WR), $client->recv(9, Swoole\Client::MSG_WAITALL), $client->recv());
?>
--EXPECTF--
-- an end behind what was said
string(10) "last words"
string(0) ""
int(0)
bool(false)
string(0) ""
bool(true)
string(5) "again"
-- a reset

Warning: Swoole\Client::recv(): recv() failed, Error: Connection reset by peer[104] in %s on line %d
bool(false)
int(104)
bool(false)
bool(false)
bool(true)
-- an end in a package

Warning: Swoole\Client::recv(): the server has ended the connection in a package, of which 8 bytes came: they are lost in %s on line %d
string(5) "whole"
string(0) ""
int(104)
-- a reset in a package

Warning: Swoole\Client::recv(): recv() failed, Error: Connection reset by peer[104] in %s on line %d
bool(false)
int(104)
-- packages that can't be

Warning: Swoole\Client::recv(): recv() failed: a package is longer than package_max_length, 2097152 bytes in %s on line %d
string(1) "a"
bool(false)
int(1201)
int(-1)

Warning: Swoole\Client::recv(): recv() failed: a package is longer than package_max_length, 100000 bytes in %s on line %d
bool(false)
int(1201)
-- silence

Warning: Swoole\Client::recv(): recv() failed, Error: Resource temporarily unavailable[11] in %s on line %d
string(4) "some"
bool(false)
int(11)
bool(true)

Warning: Swoole\Client::recv(): recv() failed, Error: Resource temporarily unavailable[11] in %s on line %d
bool(false)
int(11)
bool(true)
-- a server that reads nothing

Warning: Swoole\Client::send(): failed to send 67108864 bytes, Error: Resource temporarily unavailable[11]; a part of it may have gone, so that the connection is closed in %s on line %d
bool(false)
int(11)
int(-1)
-- directions
bool(true)
string(9) "heard all"
string(0) ""
