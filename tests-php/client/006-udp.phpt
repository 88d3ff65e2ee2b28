--TEST--
Datagrams over IPv4, IPv6 and Unix sockets: whole, to one or to many, and a lack of listeners is told
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$path = socketPath();
$server = TestServer::run(<<<PHP
    \$server = new Swoole\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_UDP);
    \$server->listen('::1', 0, SWOOLE_SOCK_UDP6);
    \$server->listen('$path', 0, SWOOLE_SOCK_UNIX_DGRAM);
    \$server->on('packet', fn (\$server, \$data, \$client) => \$server->sendto(\$client['address'], \$client['port'] ?? 0, 'got ' . strlen(\$data)));
    PHP);

foreach ([[SWOOLE_SOCK_UDP, '127.0.0.1', $server->ports[0]], [SWOOLE_SOCK_UDP6, '::1', $server->ports[1]], [SWOOLE_SOCK_UNIX_DGRAM, $path, 0]] as [$type, $host, $port]) {
    $client = new Swoole\Client($type);
    var_dump($client->connect($host, $port, 5), $client->isConnected(), $client->send('hello'), $client->recv());
    var_dump($client->send(str_repeat('x', 9000)), $client->recv(100, Swoole\Client::MSG_PEEK), $client->recv(3));
    var_dump($client->getpeername() === ['host' => $host, 'port' => $port], $client->getsockname()['host'] !== '');
    var_dump($client->sendto($host, $port, 'to whom it may concern'), $client->recv());
    $own = $client->getsockname()['host'];
    var_dump($client->close(), file_exists($own));

    // Without connect().
    $client = new Swoole\Client($type);
    var_dump($client->sendto($host, $port, 'x'), $client->recv(), $client->sock > 2);
    unset($client);
}

$client = new Swoole\Client(SWOOLE_SOCK_UDP);
$client->connect('127.0.0.1', $server->ports[0], 0.05);
var_dump($client->recv(), $client->errCode, $client->send(str_repeat('x', 70000)), $client->errCode);

// Nobody listens: only who is bound to one address hears of that.
$client = new Swoole\Client(SWOOLE_SOCK_UDP);
var_dump($client->connect('127.0.0.1', Network::freePort(), 5, 1), $client->send('x'), @$client->recv(), $client->errCode === SOCKET_ECONNREFUSED);
?>
--EXPECTF--
bool(true)
bool(true)
int(5)
string(5) "got 5"
int(9000)
string(8) "got 9000"
string(3) "got"
bool(true)
bool(true)
bool(true)
string(6) "got 22"
bool(true)
bool(false)
bool(true)
string(5) "got 1"
bool(true)
bool(true)
bool(true)
int(5)
string(5) "got 5"
int(9000)
string(8) "got 9000"
string(3) "got"
bool(true)
bool(true)
bool(true)
string(6) "got 22"
bool(true)
bool(false)
bool(true)
string(5) "got 1"
bool(true)
bool(true)
bool(true)
int(5)
string(5) "got 5"
int(9000)
string(8) "got 9000"
string(3) "got"
bool(true)
bool(true)
bool(true)
string(6) "got 22"
bool(true)
bool(false)
bool(true)
string(5) "got 1"
bool(true)

Warning: Swoole\Client::recv(): recv() failed, Error: Resource temporarily unavailable[11] in %s on line %d

Warning: Swoole\Client::send(): failed to send 70000 bytes, Error: Message too long[90] in %s on line %d
bool(false)
int(11)
bool(false)
int(90)
bool(true)
int(1)
bool(false)
bool(true)
