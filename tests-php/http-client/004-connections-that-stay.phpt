--TEST--
An idle connection keeps no script, ends with its object, and is made anew when the server has ended it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = RawServer::serving(<<<'PHP'
    static $connection = 0;
    $connection++;
    for ($number = 1; $number <= 2 && $peer->readThrough("\r\n\r\n") !== null; $number++) {
        $peer->raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nSet-Cookie: n=$number; Max-Age=" . (2 - $number) . "\r\n\r\n$connection.$number");
    }
    if ($number < 3) {
        echo "the client has ended $connection\n";
    }
    PHP);

$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$closed = 0;
$client->on('close', function () use (&$closed) {
    $closed++;
});
$ask = function () use ($client) {
    $client->get('/', fn () => null);
    Swoole\Event::wait();
    echo "$client->statusCode $client->body ", json_encode($client->cookies), "\n";
};
$ask();
var_dump($client->isConnected());
$ask();
// The server ends it behind the second.
waitUntil(function () use ($client) {
    Swoole\Timer::after(1, fn () => null);
    Swoole\Event::wait();
    return !$client->isConnected();
}, 'the end of the connection');
echo "$closed closed\n";
$ask();
unset($client, $ask);
gc_collect_cycles();
$server->waitForOutput("the client has ended 2\n");

// A loop that is left takes its requests along; the client may be used in the next one.
$silent = RawServer::serving('$peer->head()->readAll();');
$client = new Client('127.0.0.1', $silent->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->get('/', fn () => print("never\n"));
Swoole\Timer::after(1, fn () => Swoole\Event::exit());
Swoole\Event::wait();
var_dump($client->isConnected(), $client->get('/', fn () => print("never\n")));
Swoole\Timer::after(1, fn () => Swoole\Event::exit());
Swoole\Event::wait();

// A child has none of its parent's.
$client->get('/', fn (Client $client) => print("$client->statusCode\n"));
$program = pcntl_fork();
if ($program === 0) {
    var_dump($client->isConnected());
    Swoole\Event::wait();
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($program, $status);
Swoole\Timer::after(1, fn () => $client->close());
Swoole\Event::wait();

// What leaves a callback ends the loop, and the next one tells the rest.
$client->get('/', fn () => throw new Exception('from a callback'));
$client->on('close', fn () => print("close\n"));
Swoole\Timer::after(1, fn () => $client->close());
catching(fn () => Swoole\Event::wait());
Swoole\Event::wait();
?>
--EXPECT--
200 1.1 {"n":"1"}
bool(true)
200 1.2 null
1 closed
200 2.1 {"n":"1"}
bool(false)
bool(true)
bool(false)
-3
Exception(0): from a callback
close
