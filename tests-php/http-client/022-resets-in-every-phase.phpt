--TEST--
Before there is a connection for the request (while it connects, within a proxy, within TLS) every end, reset and silence is one callback and then on('error')
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

function attempt(string $what, int $port, array $settings, bool $ssl = false): void
{
    $client = new Client('127.0.0.1', $port, $ssl);
    $client->set($settings + ['timeout' => str_contains($what, 'silen') ? 0.1 : TIME_LIMIT, 'ssl_verify_peer' => false]);
    foreach (['connect', 'message', 'error', 'close'] as $event) {
        $client->on($event, fn () => print("  $event\n"));
    }
    echo "$what\n";
    $client->upgrade('/', function (Client $client) {
        echo "  $client->statusCode $client->errCode ", preg_replace('/(?<=127\.0\.0\.1):\d+/', ':PORT', $client->errMsg), "\n";
    });
    Swoole\Event::wait();
}

// A queue that is full: the kernel answers nobody.
$listener = socket_create(AF_INET, SOCK_STREAM, SOL_TCP);
socket_bind($listener, '127.0.0.1');
socket_listen($listener, 0);
socket_getsockname($listener, $address, $full);
$waiting = [];
while ($stream = @stream_socket_client("tcp://127.0.0.1:$full", timeout: 0.2)) {
    $waiting[] = $stream;
}
attempt('silence while it connects', $full, []);

$ends = [
    // With nothing unread, which would make a reset of it.
    'ended' => '$peer->shutdownWriting()->readAll();',
    'reset' => '$peer->reset();',
    'silent' => '$peer->readAll();',
    'something else' => '$peer->raw("SSH-2.0-x\r\nnothing more comes\r\n"); $peer->readAll();',
];
foreach ($ends as $what => $text) {
    $server = RawServer::serving("\$peer->read(5); $text");
    attempt("TLS: $what", $server->port, [], true);
}
foreach ($ends + ['half a head' => '$peer->raw("HTTP/1.1 200 Conn");'] as $what => $text) {
    $proxy = RawServer::serving("\$peer->head(); $text");
    attempt("HTTP proxy: $what", 80, ['http_proxy_host' => '127.0.0.1', 'http_proxy_port' => $proxy->port]);
}
foreach ($ends + ['half an answer' => '$peer->raw("\x05");'] as $what => $text) {
    $proxy = RawServer::serving("\$peer->read(3); $text");
    attempt("SOCKS greeting: $what", 80, ['socks5_host' => '127.0.0.1', 'socks5_port' => $proxy->port]);
    $proxy = RawServer::serving("\$peer->read(3); \$peer->raw(\"\\x05\\0\")->read(10); $text");
    attempt("SOCKS request: $what", 80, ['socks5_host' => '127.0.0.1', 'socks5_port' => $proxy->port]);
}
?>
--EXPECT--
silence while it connects
  -1 110 the time was over before there was a connection
  error
TLS: ended
  -1 71 the TLS handshake failed: the server ended the connection
  error
TLS: reset
  -1 71 the TLS handshake failed: Connection reset by peer (os error 104)
  error
TLS: silent
  -1 110 the time was over before there was a connection
  error
TLS: something else
  -1 71 the TLS handshake failed: received corrupt message of type InvalidContentType
  error
HTTP proxy: ended
  -1 113 the proxy ended the connection before it had answered
  error
HTTP proxy: reset
  -1 113 the proxy is gone: Connection reset by peer (os error 104)
  error
HTTP proxy: silent
  -1 110 the time was over before there was a connection
  error
HTTP proxy: something else
  -1 113 the proxy does not answer in HTTP: invalid HTTP version
  error
HTTP proxy: half a head
  -1 113 the proxy ended the connection before it had answered
  error
SOCKS greeting: ended
  -1 113 the proxy ended the connection before it had answered
  error
SOCKS request: ended
  -1 113 the proxy ended the connection before it had answered
  error
SOCKS greeting: reset
  -1 113 the proxy is gone: Connection reset by peer (os error 104)
  error
SOCKS request: reset
  -1 113 the proxy is gone: Connection reset by peer (os error 104)
  error
SOCKS greeting: silent
  -1 110 the time was over before there was a connection
  error
SOCKS request: silent
  -1 110 the time was over before there was a connection
  error
SOCKS greeting: something else
  -1 113 the proxy does not speak SOCKS 5: it answered with version 83
  error
SOCKS request: something else
  -1 113 the proxy answered 83
  error
SOCKS greeting: half an answer
  -1 113 the proxy ended the connection before it had answered
  error
SOCKS request: half an answer
  -1 113 the proxy ended the connection before it had answered
  error
