--TEST--
Whatever goes wrong, the callback of the request comes once, with the code for it, and then on('error') or on('close')
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

/** Asks for something, and prints what comes of it. */
function attempt(string $what, int $port, array $settings = [], ?Closure $do = null, bool $ssl = false): void
{
    $client = new Client('127.0.0.1', $port, $ssl);
    $client->set($settings + ['timeout' => TIME_LIMIT]);
    $client->on('connect', function (Client $client) use ($do) {
        echo '  connect', "\n";
        $do && $do($client);
    });
    $client->on('error', fn () => print("  error\n"));
    $client->on('close', fn () => print("  close\n"));
    echo "$what\n";
    $client->get('/', function (Client $client) {
        printf("  %d, %d %s, body '%s'\n", $client->statusCode, $client->errCode, strtr($client->errMsg, [$client->port => 'PORT']), $client->body);
        var_dump($client->isConnected());
    });
    unset($client);
    Swoole\Event::wait();
}

$nobody = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) substr(strrchr(stream_socket_get_name($nobody, false), ':'), 1);
fclose($nobody);
attempt('nobody there', $port);

$servers = [
    'ended at once' => '',
    'ended behind the request' => '$peer->head();',
    'reset behind the request' => '$peer->head(); $peer->reset();',
    'half a head' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nContent-Le");',
    'half a body' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");',
    'half a chunk' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal");',
    'no HTTP' => '$peer->head()->raw("SSH-2.0-x\r\n"); $peer->readAll();',
    'bad chunk' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"); $peer->readAll();',
    'bad gzip' => '$peer->head()->raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nand this is no gzip."); $peer->readAll();',
    'a switch that nobody asked for' => '$peer->head()->raw("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n"); $peer->readAll();',
    'endless head' => '$peer->head(); while (@$peer->raw("HTTP/1.1 200 OK\r\n" . str_repeat("X: " . str_repeat("x", 1000) . "\r\n", 90)));',
];
foreach ($servers as $what => $text) {
    $server = RawServer::serving($text);
    attempt($what, $server->port);
}
$server = RawServer::serving('$peer->head()->raw("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890"); $peer->readAll();');
attempt('long body', $server->port, ['package_max_length' => 10]);
$server = RawServer::serving('$peer->head(); $peer->readAll();');
attempt('silence', $server->port, ['timeout' => 0.1]);
$server = RawServer::serving('$peer->head()->raw("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234"); $peer->readAll();');
attempt('silence within the body', $server->port, ['timeout' => 0.1]);
$server = RawServer::serving('$peer->head(); $peer->readAll();');
attempt('closed by the program', $server->port, do: fn (Client $client) => var_dump($client->close(), $client->isConnected(), $client->close()));
?>
--EXPECT--
nobody there
  -1, 111 connecting to 127.0.0.1:PORT: Connection refused (os error 111), body ''
bool(false)
  error
ended at once
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
ended behind the request
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
reset behind the request
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
half a head
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
half a body
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
half a chunk
  connect
  -3, 104 the server ended the connection before it had answered: Connection reset by peer (os error 104), body ''
bool(false)
  close
no HTTP
  connect
  -3, 71 the server's answer can't be read: invalid HTTP version parsed, body ''
bool(false)
  close
bad chunk
  connect
  -3, 71 the server's answer can't be read: Invalid chunk size line: missing size digit, body ''
bool(false)
  close
bad gzip
  connect
  -3, 71 the server's answer can't be read: its body says that it is gzip, and is not, body ''
bool(false)
  close
a switch that nobody asked for
  connect
  -3, 8504 the server's answer opens no WebSocket: nobody has asked for one, body ''
bool(false)
  close
endless head
  connect
  -3, 71 the server's answer can't be read: message head is too large, body ''
bool(false)
  close
long body
  connect
  -3, 90 the body of the server's answer has more than the 10 bytes of package_max_length, body ''
bool(false)
  close
silence
  connect
  -2, 110 the time was over before the server had answered, body ''
bool(false)
  close
silence within the body
  connect
  -2, 110 the time was over before the server had answered, body ''
bool(false)
  close
closed by the program
  connect
bool(true)
bool(false)
bool(false)
  -3, 125 the client was closed before the server had answered, body ''
bool(false)
  close
