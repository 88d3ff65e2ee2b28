--TEST--
recv() gives packages, whole, however they come in pieces
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// Says what it hears back, in pieces: a byte, and the rest when the client has asked for it with a byte out of line.
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP);

function client(array $settings): Swoole\Client
{
    global $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->set($settings + ['timeout' => 5]);
    $client->connect('127.0.0.1', $server->port, 5);
    return $client;
}

$client = client(['open_length_check' => true, 'package_length_type' => 'n', 'package_length_offset' => 1, 'package_body_offset' => 3]);
$long = str_repeat('long', 15000);
$client->send('A' . pack('n', 5) . 'hello' . 'B' . pack('n', 0) . 'C' . pack('n', strlen($long)));
echo bin2hex($client->recv()), ' ', bin2hex($client->recv(1)), "\n";
$client->send($long);
var_dump($client->recv() === 'C' . pack('n', strlen($long)) . $long);

$client = client(['open_eof_split' => true, 'package_eof' => "\r\n"]);
$client->send("one\r\ntwo\r");
var_dump($client->recv());
// What is looked at stays, and a package that is here already is readable.
$client->send("\nthree\r\nfour\r\n");
var_dump($client->recv(100, Swoole\Client::MSG_PEEK), $client->recv(), $client->recv());
$read = [$client];
$write = $except = [];
var_dump(swoole_client_select($read, $write, $except, 5), $read[0] === $client, $client->recv());

$client = client(['open_eof_check' => true, 'package_eof' => '.']);
$client->send('first.second.');
$text = '';
while (!str_ends_with($text, 'second.')) {
    $text .= $client->recv();
}
echo $text, "\n";

// Settings count from the next package on; before there were none.
$client = client([]);
$client->send("a line\nand another\n");
var_dump($client->recv(2, Swoole\Client::MSG_WAITALL));
?>
--EXPECT--
41000568656c6c6f 420000
bool(true)
string(5) "one
"
string(5) "two
"
string(5) "two
"
string(7) "three
"
int(1)
bool(true)
string(6) "four
"
first.second.
string(2) "a "
