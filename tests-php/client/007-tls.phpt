--TEST--
TLS: from the first byte on or later, with certificates that are judged or not
--SKIPIF--
<?php extension_loaded('openssl') or die('skip needs openssl to make certificates');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$authority = makeAuthority($folder = certificateFolder());
$certificate = makeCertificate($folder, 'server', ['localhost', '127.0.0.1'], $authority);
$server = TestServer::run(sprintf(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0, SWOOLE_BASE, SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $server->set(['ssl_cert_file' => '%s', 'ssl_key_file' => '%s']);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP, $certificate->file, $certificate->keyFile));

function client(array $settings, string $host = '127.0.0.1'): Swoole\Client
{
    global $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_SSL);
    $client->set($settings);
    var_dump($client->connect($host, $server->port, 5));
    return $client;
}

echo "-- nobody asks for the certificate\n";
$client = client([]);
$client->send('secret');
var_dump($client->recv(6, Swoole\Client::MSG_WAITALL));
var_dump(trim($client->getPeerCert()) === trim($certificate->pem()), $client->verifyPeerCert());
$client->set(['ssl_cafile' => $authority->file]);
var_dump($client->verifyPeerCert());

echo "-- much, both ways\n";
$long = random_bytes(300000);
$client->send($long);
var_dump($client->recv(strlen($long), Swoole\Client::MSG_WAITALL) === $long);

echo "-- it is asked for\n";
$trusting = ['ssl_verify_peer' => true, 'ssl_cafile' => $authority->file];
client($trusting);
client($trusting, 'localhost');
client($trusting + ['ssl_host_name' => 'elsewhere.example']);
client(['ssl_verify_peer' => true]);

echo "-- TLS in the middle\n";
$middle = RawServer::serving(sprintf(<<<'PHP'
    $peer->raw("go on\n");
    $peer->readThrough("STARTTLS\n");
    $peer->raw("ready\n");
    $peer->encrypt('%s', '%s');
    echo $peer->readThrough("\n");
    $peer->raw("private\n");
    $peer->isClosedByServer();
    PHP, $certificate->file, $certificate->keyFile));
$client = new Swoole\Client(SWOOLE_SOCK_TCP);
$client->set($trusting + ['open_eof_split' => true, 'package_eof' => "\n"]);
$client->connect('127.0.0.1', $middle->port, 5);
var_dump($client->recv(), $client->getPeerCert());
$client->send("STARTTLS\n");
var_dump($client->recv(), $client->enableSSL(), $client->send("encrypted\n"), $client->recv(), $client->enableSSL());
$client->close();
$middle->waitForOutput("encrypted\n");
?>
--EXPECTF--
-- nobody asks for the certificate
bool(true)
string(6) "secret"

Warning: Swoole\Client::verifyPeerCert(): the server's certificate can't be trusted: invalid peer certificate: UnknownIssuer in %s on line %d
bool(true)
bool(false)
bool(true)
-- much, both ways
bool(true)
-- it is asked for
bool(true)
bool(true)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the TLS handshake failed: invalid peer certificate: certificate not valid for name "elsewhere.example"; certificate is only valid for DnsName("localhost") or IpAddress(127.0.0.1) in %s on line %d
bool(false)

Warning: Swoole\Client::connect(): connect to server[127.0.0.1:%d] failed: the TLS handshake failed: invalid peer certificate: UnknownIssuer in %s on line %d
bool(false)
-- TLS in the middle

Warning: Swoole\Client::getPeerCert(): the connection is not encrypted, and so has no certificate in %s on line %d
string(6) "go on
"
bool(false)

Warning: Swoole\Client::enableSSL(): the connection is encrypted already in %s on line %d
string(6) "ready
"
bool(true)
int(10)
string(8) "private
"
bool(false)
