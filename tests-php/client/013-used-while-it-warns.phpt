--TEST--
An error handler may use the client that warns; a constructor is called once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = RawServer::serving('$peer->isClosedByServer();');
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
set_error_handler(function ($level, $text) use ($client) {
    echo "$text\n";
    var_dump($client->isConnected(), $client->close());
    return true;
});
var_dump($client->connect('127.0.0.1', $server->port, 5), $client->connect('127.0.0.1', $server->port, 5), $client->sock);
restore_error_handler();

// A second type would be a second connection in the same object.
$client->connect('127.0.0.1', $server->port, 5);
catching(fn () => $client->__construct(SWOOLE_SOCK_UDP, SWOOLE_SOCK_ASYNC));
var_dump($client->type === SWOOLE_SOCK_TCP, $client->isConnected(), $client->send('x'));

// One that was none may be repeated.
$client = (new ReflectionClass(Swoole\Client::class))->newInstanceWithoutConstructor();
catching(fn () => $client->__construct(99));
catching(fn () => $client->send('x'));
$client->__construct(SWOOLE_SOCK_TCP);
var_dump($client->connect('127.0.0.1', $server->port, 5));
?>
--EXPECTF--
Swoole\Client::connect(): connection to the server has already been established: close() comes first
bool(true)
bool(true)
bool(true)
bool(false)
int(-1)
Error(0): Swoole\Client::__construct() was called already: make another client
bool(true)
bool(true)
int(1)
Swoole\Exception(505): client[type=99] does not exist: the types are %s
Error(0): Swoole\Client::__construct() was not called: call parent::__construct() first
bool(true)
