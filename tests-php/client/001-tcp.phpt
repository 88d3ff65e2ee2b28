--TEST--
A client connects, sends, receives and knows both addresses, under its name of today and the old one
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, "got $data"));
    PHP);

foreach (['Swoole\Client', 'swoole_client'] as $class) {
    $client = new $class(SWOOLE_SOCK_TCP);
    var_dump($client instanceof Swoole\Client, $client->type, $client->sock, $client->id, $client->isConnected());
    var_dump($client->connect('localhost', $server->port, 5), $client->isConnected(), $client->sock > 2);
    var_dump($client->send('hello'), $client->recv(), $client->errCode);
    var_dump($client->getpeername() === ['host' => '127.0.0.1', 'port' => $server->port]);
    ['host' => $host, 'port' => $port] = $client->getsockname();
    var_dump($host, $port > 0 && $port != $server->port);

    // Pieces of what has come, looked at and taken.
    $client->send('0123456789');
    var_dump($client->recv(14, $class::MSG_WAITALL | $class::MSG_PEEK), $client->recv(5, $class::MSG_PEEK), $client->recv(5), $client->recv(), @$client->recv(10, $class::MSG_DONTWAIT));
    var_dump($client->close(), $client->sock, $client->isConnected());
    var_dump($client->close());
    var_dump($client->errCode === SWOOLE_ERROR_CLIENT_NO_CONNECTION);

    // And once more, from a port of its own choice.
    $client->set(['bind_address' => '127.0.0.2']);
    var_dump($client->connect('127.0.0.1', $server->port, 5), $client->getsockname()['host'], $client->setting);
    var_dump($client->connect('127.0.0.1', $server->port));
}
$server->stop();
echo $server->output(), $server->log();
?>
--EXPECTF--
bool(true)
int(1)
int(-1)
NULL
bool(false)
bool(true)
bool(true)
bool(true)
int(5)
string(9) "got hello"
int(0)
bool(true)
string(9) "127.0.0.1"
bool(true)
string(14) "got 0123456789"
string(5) "got 0"
string(5) "got 0"
string(9) "123456789"
bool(false)
bool(true)
int(-1)
bool(false)

Warning: Swoole\Client::close(): client is not connected to server in %s on line %d
bool(false)
bool(true)
bool(true)
string(9) "127.0.0.2"
array(1) {
  ["bind_address"]=>
  string(9) "127.0.0.2"
}

Warning: Swoole\Client::connect(): connection to the server has already been established: close() comes first in %s on line %d
bool(false)
bool(true)
int(1)
int(-1)
NULL
bool(false)
bool(true)
bool(true)
bool(true)
int(5)
string(9) "got hello"
int(0)
bool(true)
string(9) "127.0.0.1"
bool(true)
string(14) "got 0123456789"
string(5) "got 0"
string(5) "got 0"
string(9) "123456789"
bool(false)
bool(true)
int(-1)
bool(false)

Warning: Swoole\Client::close(): client is not connected to server in %s on line %d
bool(false)
bool(true)
bool(true)
string(9) "127.0.0.2"
array(1) {
  ["bind_address"]=>
  string(9) "127.0.0.2"
}

Warning: Swoole\Client::connect(): connection to the server has already been established: close() comes first in %s on line %d
bool(false)
