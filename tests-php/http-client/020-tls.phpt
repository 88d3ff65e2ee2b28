--TEST--
Over TLS: requests and WebSockets; the certificate must be good for the host unless the program says otherwise
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

use Swoole\Http\Client;

$folder = certificateFolder();
$authority = makeAuthority($folder);
$server = tlsServer(makeCertificate($folder, 'server', ['127.0.0.1', 'localhost'], $authority));

function attempt(string $what, int $port, array $settings, string $host = '127.0.0.1'): void
{
    $client = new Client($host, $port, true);
    $client->set($settings + ['timeout' => TIME_LIMIT]);
    $client->on('error', fn () => print("error\n"));
    $client->on('close', fn () => print("close\n"));
    $client->on('message', function (Client $client, $frame) {
        echo "$frame->data\n";
        $client->close();
    });
    echo "$what: ";
    $opened = $client->upgrade('/', function (Client $client) {
        echo "$client->statusCode $client->errCode ", strtr($client->errMsg, [$client->port => 'PORT']), "\n";
        $client->statusCode === 101 && $client->push('hello');
    });
    $opened || print("\n");
    Swoole\Event::wait();
}

attempt('of a known authority', $server->port, ['ssl_cafile' => $authority->file]);
attempt('by name', $server->port, ['ssl_cafile' => $authority->file], 'localhost');
attempt('for another host', $server->port, ['ssl_cafile' => $authority->file, 'ssl_host_name' => 'other.test']);
attempt('of nobody known', $server->port, []);
attempt('not looked at', $server->port, ['ssl_verify_peer' => false]);
$plain = RawServer::serving('$peer->raw("HTTP/1.1 400 Bad Request\r\n\r\n"); $peer->readAll();');
attempt('no TLS', $plain->port, ['ssl_verify_peer' => false]);
$silent = RawServer::serving('$peer->readAll();');
attempt('silence', $silent->port, ['timeout' => 0.1]);
$ending = RawServer::serving('$peer->shutdownWriting()->readAll();');
attempt('ended', $ending->port, []);
@attempt('no such file', $server->port, ['ssl_cafile' => '/nowhere.pem']);
echo strtok(error_get_last()['message'], '/'), "\n";
?>
--EXPECT--
of a known authority: 101 0 
hello
close
by name: 101 0 
hello
close
for another host: -1 71 the TLS handshake failed: invalid peer certificate: certificate not valid for name "other.test"; certificate is only valid for IpAddress(127.0.0.1) or DnsName("localhost")
error
of nobody known: -1 71 the TLS handshake failed: invalid peer certificate: UnknownIssuer
error
not looked at: 101 0 
hello
close
no TLS: -1 71 the TLS handshake failed: received corrupt message of type InvalidContentType
error
silence: -1 110 the time was over before there was a connection
error
ended: -1 71 the TLS handshake failed: the server ended the connection
error
no such file: 
Swoole\Http\Client::upgrade(): ssl_cafile '
