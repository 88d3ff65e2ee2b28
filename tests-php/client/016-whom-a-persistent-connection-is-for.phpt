--TEST--
A persistent connection is for whoever would open it by the same settings, also an encrypted one that has said nothing yet
--SKIPIF--
<?php extension_loaded('openssl') or die('skip needs openssl to make certificates');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$authority = makeAuthority($folder = certificateFolder());
$certificate = makeCertificate($folder, 'server', ['127.0.0.1'], $authority);
$server = TestServer::run(sprintf(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $server->set(['ssl_cert_file' => '%s', 'ssl_key_file' => '%s']);
    $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP, $certificate->file, $certificate->keyFile));
[$tls, $plain] = $server->ports;

function attempt(string $name, array $settings, int $port, int $type, bool $waits = false): void
{
    $client = new Swoole\Client($type | SWOOLE_KEEP);
    $client->set($settings);
    $connected = @$client->connect('127.0.0.1', $port, 5);
    echo "$name: ", $connected ? "connected, reused $client->reuseCount" : "error $client->errCode", "\n";
    if ($waits) {
        // For the tickets of TLS.
        $read = [$client];
        $write = $except = [];
        var_dump(swoole_client_select($read, $write, $except, TIME_LIMIT));
    }
    $connected && $client->close();
}
$encrypted = fn (string $name, array $settings, bool $waits = false) => attempt($name, $settings, $tls, SWOOLE_SOCK_TCP | SWOOLE_SSL, $waits);
$encrypted('judges nobody', [], true);
$encrypted('the same', []);
$encrypted('a setting that changes nothing of that', ['timeout' => 3]);
$encrypted('trusts nobody', ['ssl_verify_peer' => true]);
$encrypted('trusts', $trusting = ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file]);
$encrypted('trusts as well', $trusting);
$encrypted('wants somebody else', $trusting + ['ssl_host_name' => 'elsewhere.example']);
$encrypted('judges nobody', []);

attempt('plain', [], $plain, SWOOLE_SOCK_TCP);
attempt('plain', [], $plain, SWOOLE_SOCK_TCP);
attempt('from elsewhere', ['bind_address' => '127.0.0.2'], $plain, SWOOLE_SOCK_TCP);
attempt('from there', ['bind_address' => '127.0.0.2'], $plain, SWOOLE_SOCK_TCP);

// One that has become encrypted is none for a client that wants a plain one.
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
var_dump($client->connect('127.0.0.1', $tls, 5), $client->enableSSL(), $client->close());
attempt('plain again', [], $tls, SWOOLE_SOCK_TCP);

// What was said encrypted, and nobody has taken, is not for the next one.
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL | SWOOLE_KEEP);
$client->connect('127.0.0.1', $tls, 5);
$client->send('late');
var_dump($client->recv(4, Swoole\Client::MSG_PEEK | Swoole\Client::MSG_WAITALL), $client->close());
$encrypted('another', []);

// One of which a direction was ended is good for nobody.
$half = RawServer::serving('$peer->isClosedByServer(); $peer->holdStill();');
$client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
var_dump($client->connect('127.0.0.1', $half->port, 5), $client->shutdown(Swoole\Client::SHUT_WR), $client->close());
attempt('whole', [], $half->port, SWOOLE_SOCK_TCP);

// Datagrams to anybody are not for who wants to connect.
$path = socketPath();
$server = TestServer::run("\$server = new Swoole\\Server('$path', 0, SWOOLE_BASE, SWOOLE_SOCK_UNIX_DGRAM);"
    . '$server->on("packet", fn ($server, $data, $client) => $server->sendto($client["address"], 0, "got $data"));');
$client = new Swoole\Client(SWOOLE_SOCK_UNIX_DGRAM | SWOOLE_KEEP);
var_dump($client->sendto($path, 0, 'a'), $client->recv());
unset($client);
$client = new Swoole\Client(SWOOLE_SOCK_UNIX_DGRAM | SWOOLE_KEEP);
var_dump($client->connect($path), $client->reuse, $client->send('b'), $client->recv());
?>
--EXPECT--
judges nobody: connected, reused 0
int(1)
the same: connected, reused 1
a setting that changes nothing of that: connected, reused 2
trusts nobody: error 71
trusts: connected, reused 0
trusts as well: connected, reused 1
wants somebody else: error 71
judges nobody: connected, reused 3
plain: connected, reused 0
plain: connected, reused 1
from elsewhere: connected, reused 0
from there: connected, reused 1
bool(true)
bool(true)
bool(true)
plain again: connected, reused 0
string(4) "late"
bool(true)
another: connected, reused 0
bool(true)
bool(true)
bool(true)
whole: connected, reused 0
bool(true)
string(5) "got a"
bool(true)
bool(false)
int(1)
string(5) "got b"
