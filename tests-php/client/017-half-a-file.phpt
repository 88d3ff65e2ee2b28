--TEST--
A file that ends earlier than it said ends the connection: nothing can follow half of it
--SKIPIF--
<?php
// A file of the kernel's, which says that it is a page long and is not.
is_readable('/sys/kernel/uevent_seqnum') && filesize('/sys/kernel/uevent_seqnum') > 1000 or die('skip needs /sys');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const FILE = '/sys/kernel/uevent_seqnum';
$server = RawServer::serving('echo "heard ", strlen($peer->readAll()) < 1000 ? "a part" : "much", "\n";');

$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->connect('127.0.0.1', $server->port, 5);
var_dump($client->sendfile(FILE), $client->sock, $client->errCode, @$client->send('behind'));
$server->waitForOutput("heard a part\n");
// The object can be used again.
var_dump($client->connect('127.0.0.1', $server->port, 5));
$client->close();

$client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
$client->on('connect', function ($client) {
    var_dump($client->sendfile(FILE), $client->sock, @$client->send('behind'));
});
$client->on('receive', function () { echo "receive\n"; });
$client->on('error', function () { echo "error\n"; });
$client->on('close', function ($client) { echo "close $client->errCode\n"; });
$client->connect('127.0.0.1', $server->port, 5);
Swoole\Event::wait();
waitUntil(fn () => $server->output() === str_repeat("heard a part\n", 3), 'the server to hear of three ends');
?>
--EXPECTF--

Warning: Swoole\Client::sendfile(): sendfile(%s) failed, Error: the file has become shorter; a part of it may have gone, so that the connection is closed in %s on line %d
bool(false)
int(-1)
int(5)
bool(false)
bool(true)
close 5

Warning: Swoole\Client::sendfile(): failed to send, Error: the file has become shorter; a part of it may have gone, so that the connection is closed in %s on line %d
bool(false)
int(-1)
bool(false)
