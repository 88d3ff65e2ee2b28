--TEST--
Who can't be reached is told so, and within the time limit, whatever stands still
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

/** Connects within 0.3 seconds or fails, and prints how. */
function attempt(string $url, int $port = 0): void
{
    $begin = microtime(true);
    try {
        new Client($url, ['timeout' => 0.3, 'ssl_verify_peer' => false]);
        echo "connected\n";
    } catch (Swoxide\WebSocket\Exception $exception) {
        echo $exception->getCode(), ' ', $port ? str_replace($port, 'PORT', $exception->getMessage()) : $exception->getMessage(), "\n";
    }
    $took = microtime(true) - $begin;
    $isTimeout = isset($exception) && $exception->getCode() === SOCKET_ETIMEDOUT;
    if ($isTimeout ? $took < 0.29 || $took > 5 : $took > 5) {
        echo "it took $took s\n";
    }
}

$port = Network::freePort();
attempt("ws://127.0.0.1:$port/chat?token=secret", $port);
attempt("ws://[::1]:$port/", $port);
attempt('ws://nobody.invalid/');

// A listener whose queue is full answers nobody.
$full = stream_socket_server('tcp://127.0.0.1:0', context: stream_context_create(['socket' => ['backlog' => 0]]));
$port = (int) substr(strrchr(stream_socket_get_name($full, false), ':'), 1);
$waiting = [];
do {
    $waiting[] = stream_socket_client("tcp://127.0.0.1:$port", flags: STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT);
    [$read, $write, $except] = [null, [end($waiting)], null];
} while (count($waiting) < 20 && stream_select($read, $write, $except, 0, 200000));
attempt("ws://127.0.0.1:$port/", $port);

// One that never says anything, and one that says what it has to say too slowly.
$silent = RawServer::serving('$peer->readAll();');
attempt("ws://127.0.0.1:$silent->port/", $silent->port);
attempt("wss://127.0.0.1:$silent->port/", $silent->port);
$slow = RawServer::serving('foreach (str_split("HTTP/1.1 101 Switching Protocols\r\n" . str_repeat("X: y\r\n", 1000)) as $byte) { $peer->raw($byte); usleep(10000); }');
attempt("ws://127.0.0.1:$slow->port/", $slow->port);

// What is there, is no such server.
$plain = RawServer::serving('$peer->read(1); $peer->raw("HTTP/1.1 400 Bad Request\r\n\r\n")->readAll();');
attempt("wss://127.0.0.1:$plain->port/", $plain->port);
$server = TestServer::run("\$server = new Swoole\Http\Server('127.0.0.1', 0); \$server->on('request', fn (\$request, \$response) => \$response->end());");
attempt("ws://127.0.0.1:$server->port/", $server->port);
?>
--EXPECT--
111 failed to connect to ws://127.0.0.1:PORT/chat: connecting to 127.0.0.1:PORT, Error: Connection refused[111]
111 failed to connect to ws://[::1]:PORT/: connecting to [::1]:PORT, Error: Connection refused[111]
711 failed to connect to ws://nobody.invalid/: the host 'nobody.invalid' can't be found: Name or service not known
110 failed to connect to ws://127.0.0.1:PORT/: the time was over before the server took the connection
110 failed to connect to ws://127.0.0.1:PORT/: the time was over within the opening handshake
110 failed to connect to wss://127.0.0.1:PORT/: the time was over within the TLS handshake
110 failed to connect to ws://127.0.0.1:PORT/: the time was over within the opening handshake
71 failed to connect to wss://127.0.0.1:PORT/: the TLS handshake failed: received corrupt message of type InvalidContentType
200 failed to connect to ws://127.0.0.1:PORT/: the server answered 200 OK
