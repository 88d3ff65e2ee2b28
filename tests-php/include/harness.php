<?php
/*
 * What the phpt tests are written with:
 *
 *   TestServer       a server program in a process of its own
 *   Combination      the mode and the number of workers that a server under test runs with
 *   RawServer        a server on raw sockets, in a process of its own, which can say what no well-behaved server says
 *   Program          any other PHP program in a process of its own
 *   WebSocketClient  a raw-socket WebSocket client, which can also say what no well-behaved client says
 *   Deflate          the compression of permessage-deflate, for such a client; needs PHP's zlib
 *   HttpClient       a raw-socket HTTP client
 *   DatagramClient   sends and receives datagrams
 *   socketPath()     a path for a Unix socket, which nothing lies at
 *   waitUntil()      waits for a condition, within a limit
 *
 * Every wait is bounded; one that runs out throws, so that a test fails with a sentence and not by hanging.
 */

require_once __DIR__ . '/Combination.php';
require_once __DIR__ . '/Program.php';
require_once __DIR__ . '/TestServer.php';
require_once __DIR__ . '/Connection.php';
require_once __DIR__ . '/WebSocketClient.php';
require_once __DIR__ . '/RawServer.php';
require_once __DIR__ . '/HttpClient.php';
require_once __DIR__ . '/DatagramClient.php';
require_once __DIR__ . '/Network.php';

/** How long anything may take that is expected to happen. Generous: it is reached only when a test fails. */
const TIME_LIMIT = 10.0;

/** The class under test, by the name of today and by the one that old programs use. */
const SERVER_NAMES = ['Swoole\WebSocket\Server', 'swoole_websocket_server'];

/** Waits until $condition() returns something truthy, and returns that. */
function waitUntil(callable $condition, string $description, float $seconds = TIME_LIMIT): mixed
{
    $deadline = microtime(true) + $seconds;
    do {
        if ($result = $condition()) {
            return $result;
        }
        usleep(2000);
    } while (microtime(true) < $deadline);
    throw new RuntimeException(sprintf('waited %.1f s in vain for %s', $seconds, $description));
}

/** A path for a Unix socket, which nothing lies at; what lies there at the end of the test goes. */
function socketPath(): string
{
    $path = sys_get_temp_dir() . '/swoxide-' . bin2hex(random_bytes(8)) . '.sock';
    register_shutdown_function(fn () => @unlink($path));
    return $path;
}

/** Runs $action and prints what it throws, as "Class(code): message". */
function catching(callable $action): mixed
{
    try {
        return $action();
    } catch (Throwable $throwable) {
        printf("%s(%d): %s\n", $throwable::class, $throwable->getCode(), $throwable->getMessage());
        return null;
    }
}
