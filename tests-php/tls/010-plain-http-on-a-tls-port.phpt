--TEST--
What is not TLS on a port that speaks nothing else: one log line, closed, and PHP hears nothing of it
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$folder = certificateFolder();
$authority = makeAuthority($folder);
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, <<<'PHP'
    $server->on('connect', function ($server, $fd) { echo "connect\n"; });
    $server->on('open', function ($server, $request) { echo "open\n"; });
    $server->on('request', function ($request, $response) { echo "request\n"; });
    $server->on('close', function ($server, $fd) { echo "close\n"; });
    PHP);

$client = new Connection($server->port);
$port = $client->localPort();
$client->raw(WebSocketClient::handshake())->isClosedByServer();
$server->waitForLog('https://');
$lines = explode("\n", rtrim($server->log()));
echo count($lines), ' line', preg_match("/127\.0\.0\.1:$port.*https:\/\/ or wss:\/\//", $lines[0]) ? ' about it' : ": $lines[0]", "\n";

// Others: one that says nothing and leaves, garbage, half a handshake, one that trusts nobody here.
(new Connection($server->port))->drop();
(new Connection($server->port))->raw("\0\1\2\3")->isClosedByServer();
(new Connection($server->port))->raw("\x16\x03\x01\x02\x00\x01")->drop();
(new Connection($server->port))->raw("\x16\x03\x01\x00\x05garbage")->isClosedByServer();
var_dump(getsThrough($server->port, makeAuthority($folder, 'stranger')));

// Those who speak TLS are not disturbed, and their events are the only ones.
echo wss($server->port, $authority)->text('hello')->receive(), "\n";
$server->stop();
echo $server->output();
?>
--EXPECT--
1 line about it
bool(false)
text: hello
connect
open
close
