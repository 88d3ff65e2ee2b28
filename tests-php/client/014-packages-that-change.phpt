--TEST--
set() on a connection loses nothing of what has come, and has it told apart anew only where that changes
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

const LINES = ['open_eof_split' => true, 'package_eof' => "\n"];
const RAW = ['open_eof_split' => false];
const LENGTHS = ['open_eof_split' => false, 'open_length_check' => true, 'package_length_type' => 'n', 'package_body_offset' => 2];

// Says its words each in a write of its own, when it is asked for them by a byte.
function saying(string ...$words): RawServer
{
    return RawServer::serving(sprintf('foreach (%s as $words) { $peer->read(1); $peer->raw($words); } $peer->isClosedByServer();', var_export($words, true)));
}

function client(RawServer $server, array $settings): Swoole\Client
{
    static $servers = [];
    $servers[] = $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->set($settings + ['timeout' => 5]);
    $client->connect('127.0.0.1', $server->port, 5);
    return $client;
}

echo "-- half a package, and another setting\n";
$client = client(saying('first half, ', "second half\n"), LINES);
$client->send('x');
$client->set(['timeout' => 0.1]);
var_dump(@$client->recv());
$client->set(['timeout' => 5]);
$client->send('x');
echo $client->recv();

echo "-- bytes that were looked at become packages\n";
$client = client(saying("one\ntwo\nthr", "ee\n"), []);
$client->send('x');
var_dump($client->recv(100, Swoole\Client::MSG_PEEK));
$client->set(LINES);
$read = [$client];
$write = $except = [];
var_dump(swoole_client_select($read, $write, $except, 5));
echo $client->recv(), $client->recv();
$client->send('x');
echo $client->recv();

echo "-- packages become others, and bytes again\n";
$client = client(saying("a line\n" . pack('n', 5) . 'whole' . pack('n', 4) . "half"), LINES);
$client->send('x');
echo $client->recv();
$client->set(LENGTHS);
var_dump(substr($client->recv(), 2));
$client->set(['package_max_length' => 65536]);
var_dump(substr($client->recv(), 2));
$client = client(saying("one\ntwo\nrest"), LINES);
$client->send('x');
echo $client->recv();
$client->set(['open_eof_split' => false]);
var_dump($client->recv(8, Swoole\Client::MSG_WAITALL));

echo "-- what can't be packages\n";
$client = client(saying(str_repeat('x', 70000)), []);
$client->send('x');
$client->recv(70000, Swoole\Client::MSG_PEEK | Swoole\Client::MSG_WAITALL);
$client->set(LINES + ['package_max_length' => 65536]);
var_dump($client->recv(), $client->errCode);

echo "-- in callbacks\n";
function asynchronous(RawServer $server, array $settings, callable $heard): void
{
    $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
    $client->set($settings);
    $client->on('connect', fn ($client) => $client->send('x'));
    $client->on('receive', function ($client, $data) use ($heard) {
        echo json_encode($data), "\n";
        $heard($client, $data);
    });
    $client->on('error', function () { echo "error\n"; });
    $client->on('close', function () { echo "close\n"; });
    $client->connect('127.0.0.1', $server->port, 5);
    // Also before it is connected.
    $client->set(LINES);
    Swoole\Event::wait();
}
asynchronous(saying("hello\nRAW\nrest"), [], function ($client, $data) {
    $data === "hello\n" ? $client->set(RAW) : $client->close();
});
asynchronous(saying("one\ntwo, first ", "half\n"), LINES, function ($client, $data) {
    $client->set(['timeout' => 5]);
    $data === "one\n" ? $client->send('x') : $client->close();
});
?>
--EXPECTF--
-- half a package, and another setting
bool(false)
first half, second half
-- bytes that were looked at become packages
string(11) "one
two
thr"
int(1)
one
two
three
-- packages become others, and bytes again
a line
string(5) "whole"
string(4) "half"
one
string(8) "two
rest"
-- what can't be packages

Warning: Swoole\Client::recv(): recv() failed: a package is longer than package_max_length, 65536 bytes in %s on line %d
bool(false)
int(1201)
-- in callbacks
"hello\n"
"RAW\nrest"
close
"one\n"
"two, first half\n"
close
