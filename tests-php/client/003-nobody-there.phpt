--TEST--
Where nobody is, or nobody answers, connecting fails in time and says why
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function attempt(int $type, string $host, int $port, float $timeout = 5, array $settings = []): void
{
    $client = new Swoole\Client($type);
    $client->set($settings);
    $begun = microtime(true);
    var_dump($client->connect($host, $port, $timeout));
    echo $client->errCode, ' ', swoole_strerror($client->errCode), ', ', microtime(true) - $begun < $timeout + 3 ? 'in time' : 'late', "\n";
    var_dump($client->sock, $client->isConnected());
}

$free = Network::freePort();
attempt(SWOOLE_SOCK_TCP, '127.0.0.1', $free);
attempt(SWOOLE_SOCK_TCP6, '::1', $free);
attempt(SWOOLE_SOCK_UNIX_STREAM, '/nowhere/at/all', 0);
attempt(SWOOLE_SOCK_UNIX_DGRAM, '/nowhere/at/all', 0);
attempt(SWOOLE_SOCK_UNIX_STREAM, '/' . str_repeat('x', 200), 0);
attempt(SWOOLE_SOCK_TCP, '::1', $free);
attempt(SWOOLE_SOCK_TCP, 'no.such.host.invalid', 80);
attempt(SWOOLE_SOCK_TCP | SWOOLE_SSL, '127.0.0.1', $free, 5, ['ssl_verify_peer' => true, 'ssl_cafile' => '/nowhere.pem']);

// A listener whose queue is full answers nothing at all.
$listener = socket_create(AF_INET, SOCK_STREAM, 0);
socket_bind($listener, '127.0.0.1');
socket_listen($listener, 0);
socket_getsockname($listener, $host, $port);
$full = [];
for ($count = 0; $count < 3; $count++) {
    socket_set_nonblock($full[] = socket_create(AF_INET, SOCK_STREAM, 0));
    @socket_connect(end($full), '127.0.0.1', $port);
}
attempt(SWOOLE_SOCK_TCP, '127.0.0.1', $port, 0.2);

// One who takes the connection, and says nothing of TLS.
$silent = RawServer::serving('$peer->isClosedByServer();');
attempt(SWOOLE_SOCK_TCP | SWOOLE_SSL, '127.0.0.1', $silent->port, 0.2);
// And one who says something else.
$other = RawServer::serving('$peer->raw("HTTP/1.1 400 Bad Request\r\n\r\n"); $peer->isClosedByServer();');
attempt(SWOOLE_SOCK_TCP | SWOOLE_SSL, '127.0.0.1', $other->port);
$gone = RawServer::serving('$peer->shutdownWriting()->readAll();');
attempt(SWOOLE_SOCK_TCP | SWOOLE_SSL, '127.0.0.1', $gone->port);
?>
--EXPECTF--
Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed, Error: Connection refused[111] in %s on line %d
bool(false)
111 Connection refused, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[::1:%d] failed, Error: Connection refused[111] in %s on line %d
bool(false)
111 Connection refused, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[/nowhere/at/all:0] failed, Error: No such file or directory[2] in %s on line %d
bool(false)
2 No such file or directory, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[/nowhere/at/all:0] failed, Error: No such file or directory[2] in %s on line %d
bool(false)
2 No such file or directory, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx:0] failed, Error: File name too long[36] in %s on line %d
bool(false)
36 File name too long, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[::1:%d] failed: the host '::1' can't be found: it has no IPv4 address, which this type needs in %s on line %d
bool(false)
711 dnslookup resolve failed, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[no.such.host.invalid:80] failed: the host 'no.such.host.invalid' can't be found: Name or service not known in %s on line %d
bool(false)
711 dnslookup resolve failed, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: ssl_cafile '/nowhere.pem': can't be read: No such file or directory (os error 2) in %s on line %d
bool(false)
22 Invalid argument, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the time was over before the server took the connection in %s on line %d
bool(false)
110 Connection timed out, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the time was over within the TLS handshake in %s on line %d
bool(false)
110 Connection timed out, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the TLS handshake failed: received corrupt message of type InvalidContentType in %s on line %d
bool(false)
71 Protocol error, in time
int(-1)
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the TLS handshake failed: the server ended the connection in %s on line %d
bool(false)
71 Protocol error, in time
int(-1)
bool(false)
