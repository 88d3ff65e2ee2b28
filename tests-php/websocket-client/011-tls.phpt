--TEST--
wss: the server's certificate must be good for the host of the URL, unless the program says otherwise; the client may present one
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

use Swoxide\WebSocket\Client;

$folder = certificateFolder();
$authority = makeAuthority($folder);
$stranger = makeAuthority($folder, 'stranger');

function attempt(string $what, TestServer|RawServer $server, array $settings, string $host = '127.0.0.1'): void
{
    try {
        $client = new Client("wss://$host:$server->port/", $settings);
        $client->send('hello');
        echo "$what: ", $client->receive()->data, ', ', var_export($client->close(), true), "\n";
    } catch (Swoxide\WebSocket\Exception $exception) {
        $text = preg_replace('/^.*wss:\S+ /', '', $exception->getMessage());
        echo "$what: {$exception->getCode()} ", strtr($text, [$server->port => 'PORT']), "\n";
    }
}

$server = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1', 'localhost', 'example.test'], $authority));
$trust = ['ssl_cafile' => $authority->file];
attempt('of a known authority', $server, $trust);
attempt('by name', $server, $trust, 'localhost');
attempt('for another name', $server, $trust + ['ssl_host_name' => 'example.test']);
attempt('for a wrong name', $server, $trust + ['ssl_host_name' => 'other.test']);
// Those of the system; another process, because they are read once.
putenv("SSL_CERT_FILE=$stranger->file");
attempt('of the authorities of the system', $server, []);
putenv("SSL_CERT_FILE=$authority->file");
echo 'of the authorities of the system: ', Program::run("\$client = new Swoxide\\WebSocket\\Client('wss://127.0.0.1:$server->port/'); var_dump(\$client->ping());")->output();
putenv('SSL_CERT_FILE=/dev/null');
putenv('SSL_CERT_DIR=/dev/null');
echo Program::run("try { new Swoxide\\WebSocket\\Client('wss://127.0.0.1:1/'); } catch (Exception \$exception) { echo 'there are none: ', \$exception->getMessage(), \"\\n\"; }")->output();
attempt('of an unknown authority', $server, ['ssl_cafile' => $stranger->file]);
attempt('of an unknown authority, nobody looks', $server, ['ssl_verify_peer' => false, 'ssl_host_name' => 'other.test']);
$files = certificateFolder();
copy($authority->file, "$files/authority.pem");
attempt('of an authority in a folder', $server, ['ssl_capath' => $files]);

$server = tlsServer(makeCertificate($folder, 'alone', ['127.0.0.1']));
attempt('self-signed', $server, $trust);
attempt('self-signed, allowed', $server, $trust + ['ssl_allow_self_signed' => true]);
attempt('self-signed, allowed, for a wrong name', $server, $trust + ['ssl_allow_self_signed' => true, 'ssl_host_name' => 'other.test']);

$certificate = makeCertificate($folder, 'strict', ['127.0.0.1'], $authority);
$server = tlsServer($certificate, settings: ['ssl_verify_peer' => true, 'ssl_client_cert_file' => $authority->file]);
$own = makeClientCertificate($folder, 'client', $authority);
file_put_contents("$folder/both.pem", $own->pem() . file_get_contents($own->keyFile));
attempt('with a certificate', $server, $trust + ['ssl_cert_file' => $own->file, 'ssl_key_file' => $own->keyFile]);
attempt('with both in one file', $server, $trust + ['ssl_cert_file' => "$folder/both.pem"]);
attempt('without', $server, $trust);

// Another implementation of TLS, large messages, and ends of all kinds.
$foreign = RawServer::serving('$peer->open(); while (($frame = $peer->receiveOrEnd())->opcode !== 8) $peer->send($frame->payload); $peer->send($frame->payload, 8);', $certificate);
attempt('of OpenSSL', $foreign, $trust);
$server = tlsServer($certificate, settings: ['package_max_length' => 32 << 20, 'socket_buffer_size' => 64 << 20]);
$client = new Client("wss://127.0.0.1:$server->port/", $trust + ['package_max_length' => 32 << 20, 'timeout' => TIME_LIMIT]);
$data = random_bytes(20 << 20);
$client->send($data, WEBSOCKET_OPCODE_BINARY);
var_dump($client->receive()->data === $data, $client->ping(), $client->close());
// What send() has taken is on its way: nothing waits within TLS for the next call, which may never come.
$server = RawServer::serving(<<<'PHP'
    pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2]);
    $peer->open();
    pcntl_sigtimedwait([SIGUSR2], $information, 20);
    for ($count = 0; $peer->read(10008) !== null; $count++);
    echo "$count messages\n";
    PHP, $certificate);
$client = new Client("wss://127.0.0.1:$server->port/", $trust + ['timeout' => 0.3]);
// 10,008 bytes with its header and mask.
$message = str_repeat('x', 10000);
try {
    for ($count = 0; ; $count++) {
        $client->send($message);
    }
} catch (Swoxide\WebSocket\Exception $exception) {
    echo $exception->getCode(), "\n";
}
unset($client);
$server->signal(SIGUSR2);
$server->waitForOutput("messages\n");
var_dump((int) $server->output() >= $count);
// An end that is said in TLS, and one that is not: anybody on the way could have made that.
foreach (['$peer->drop()', 'posix_kill(getmypid(), SIGKILL)'] as $end) {
    $server = RawServer::serving("\$peer->open()->send('last')->raw(substr(RawPeer::frame('half'), 0, 3)); $end;", $certificate);
    $client = new Client("wss://127.0.0.1:$server->port/", $trust);
    echo $client->receive()->data, "\n";
    try {
        $client->receive();
    } catch (Swoxide\WebSocket\Exception $exception) {
        echo $exception->getCode(), "\n";
    }
}
?>
--EXPECT--
of a known authority: hello, true
by name: hello, true
for another name: hello, true
for a wrong name: 71 the TLS handshake failed: invalid peer certificate: certificate not valid for name "other.test"; certificate is only valid for IpAddress(127.0.0.1), DnsName("localhost") or DnsName("example.test")
of the authorities of the system: 71 the TLS handshake failed: invalid peer certificate: UnknownIssuer
of the authorities of the system: bool(true)
there are none: failed to connect to wss://127.0.0.1:1/: the server's certificate can't be checked: this system has no certificates of authorities (opening directory: Not a directory (os error 20) at '/dev/null'); install ca-certificates, or set ssl_cafile to a PEM file with them or ssl_capath to a folder of such files
of an unknown authority: 71 the TLS handshake failed: invalid peer certificate: UnknownIssuer
of an unknown authority, nobody looks: hello, true
of an authority in a folder: hello, true
self-signed: 71 the TLS handshake failed: invalid peer certificate: UnknownIssuer
self-signed, allowed: hello, true
self-signed, allowed, for a wrong name: 71 the TLS handshake failed: invalid peer certificate: certificate not valid for name "other.test"; certificate is only valid for IpAddress(127.0.0.1)
with a certificate: hello, true
with both in one file: hello, true
without: 71 the TLS handshake failed: received fatal alert: CertificateRequired
of OpenSSL: hello, true
bool(true)
bool(true)
bool(true)
110
bool(true)
last
1006
last
1006
