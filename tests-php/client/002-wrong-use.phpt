--TEST--
What can't be is refused with a sentence that names it, and changes nothing
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

catching(fn () => new Swoole\Client(7));
catching(fn () => new Swoole\Client(SWOOLE_SOCK_UDP | SWOOLE_SSL));
catching(fn () => (new ReflectionClass(Swoole\Client::class))->newInstanceWithoutConstructor()->connect('127.0.0.1', 1));

$client = new Swoole\Client(SWOOLE_SOCK_TCP);
catching(fn () => $client->set(['package_eof' => "\n", 'open_length_check' => []]));
catching(fn () => $client->set(['package_length_type' => 'Q']));
catching(fn () => $client->set(['bind_address' => 'localhost']));
var_dump($client->setting, $client->set(['worker_num' => 1, 'timeout' => 2]), $client->setting);

foreach ([['', 80], ['127.0.0.1', 0], ['127.0.0.1', 65536], ['127.0.0.1']] as $arguments) {
    var_dump($client->connect(...$arguments), $client->errCode);
}
foreach ([['send', 'x'], ['recv'], ['sendfile', __FILE__], ['shutdown', 1], ['getsockname'], ['getpeername'], ['getPeerCert'], ['verifyPeerCert'], ['enableSSL']] as $call) {
    [$method, $arguments] = [$call[0], array_slice($call, 1)];
    var_dump($client->$method(...$arguments), $client->errCode);
}
var_dump($client->send(''), $client->sendto('127.0.0.1', 80, 'x'), $client->recv(0), $client->recv(1, 4), $client->shutdown(3));

$client = new Swoole\Client(SWOOLE_SOCK_UDP);
var_dump($client->sendto('localhost', 80, 'x'), $client->sendto('::1', 80, 'x'), $client->sendto('127.0.0.1', 0, 'x'), $client->sendto('127.0.0.1', 1, ''), $client->sendfile(__FILE__));
try {
    clone $client;
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
Swoole\Exception(505): client[type=7] does not exist: the types are SWOOLE_SOCK_TCP, SWOOLE_SOCK_TCP6, SWOOLE_SOCK_UNIX_STREAM, each with SWOOLE_SSL or without, SWOOLE_SOCK_UDP, SWOOLE_SOCK_UDP6 and SWOOLE_SOCK_UNIX_DGRAM
Swoole\Exception(505): client[type=514] does not exist: the types are SWOOLE_SOCK_TCP, SWOOLE_SOCK_TCP6, SWOOLE_SOCK_UNIX_STREAM, each with SWOOLE_SSL or without, SWOOLE_SOCK_UDP, SWOOLE_SOCK_UDP6 and SWOOLE_SOCK_UNIX_DGRAM
Error(0): Swoole\Client::__construct() was not called: call parent::__construct() first
TypeError(0): setting 'open_length_check' must be of type bool, array given
ValueError(0): setting 'package_length_type' must be one of the letters c, C, s, S, n, N, v, V, l and L of pack(), string "Q" given
ValueError(0): setting 'bind_address' must be an IPv4 or IPv6 address, string "localhost" given

Warning: Swoole\Client::set(): clients have no setting 'worker_num': it changes nothing in %s on line %d
NULL
bool(true)
array(2) {
  ["worker_num"]=>
  int(1)
  ["timeout"]=>
  int(2)
}

Warning: Swoole\Client::connect(): the host is empty in %s on line %d
bool(false)
int(22)

Warning: Swoole\Client::connect(): the port is invalid: 0 must be from 1 to 65535 in %s on line %d
bool(false)
int(22)

Warning: Swoole\Client::connect(): the port is invalid: 65536 must be from 1 to 65535 in %s on line %d
bool(false)
int(22)

Warning: Swoole\Client::connect(): the port is invalid: 0 must be from 1 to 65535 in %s on line %d
bool(false)
int(22)

Warning: Swoole\Client::send(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::recv(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::sendfile(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::shutdown(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::getsockname(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::getpeername(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::getPeerCert(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::verifyPeerCert(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::enableSSL(): client is not connected to server in %s on line %d
bool(false)
int(5001)

Warning: Swoole\Client::send(): the data to send is empty in %s on line %d

Warning: Swoole\Client::sendto(): only dgram sockets can sendto: use send() for streams in %s on line %d

Warning: Swoole\Client::recv(): $size [0] must be from 1 to 1073741824 in %s on line %d

Warning: Swoole\Client::recv(): $flag [4] is not known: use Swoole\Client::MSG_PEEK, MSG_WAITALL or MSG_DONTWAIT, or-ed if several in %s on line %d

Warning: Swoole\Client::shutdown(): $how [3] must be Swoole\Client::SHUT_RD (0), SHUT_WR (1) or SHUT_RDWR (2) in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)

Warning: Swoole\Client::sendto(): localhost:80 must be an IPv4 address and a port from 1 to 65535 in %s on line %d

Warning: Swoole\Client::sendto(): ::1:80 must be an IPv4 address and a port from 1 to 65535 in %s on line %d

Warning: Swoole\Client::sendto(): 127.0.0.1:0 must be an IPv4 address and a port from 1 to 65535 in %s on line %d

Warning: Swoole\Client::sendto(): the data to send is empty in %s on line %d

Warning: Swoole\Client::sendfile(): dgram socket cannot use sendfile: it is for streams in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
Trying to clone an uncloneable object of class Swoole\Client
