--TEST--
Pauses, timers beside, children, wrong use, and nothing that is left
--SKIPIF--
<?php extension_loaded('pcntl') && extension_loaded('posix') or die('skip needs pcntl and posix');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, "got $data"));
    PHP);

function client(array $callbacks = []): Swoole\Client
{
    global $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
    $client->set(['open_eof_split' => true, 'package_eof' => "\n"]);
    foreach ($callbacks + ['connect' => fn () => null, 'receive' => fn () => null, 'error' => fn () => null, 'close' => fn () => null] as $event => $callback) {
        $client->on($event, $callback);
    }
    $client->connect('127.0.0.1', $server->port, 5);
    return $client;
}

echo "-- pauses\n";
client([
    'connect' => fn ($client) => $client->send("1\n2\n3\n"),
    'receive' => function ($client, $data) {
        static $isPaused = false;
        echo $isPaused ? 'while paused: ' : '', $data;
        if ($data === "got 1\n") {
            // Packages that are here already wait, too.
            $client->pause();
            $isPaused = true;
            Swoole\Timer::after(50, function () use ($client, &$isPaused) {
                echo "resume\n";
                $isPaused = false;
                $client->resume();
            });
        } elseif ($data === "got 3\n") {
            $client->close();
        }
    },
]);
Swoole\Event::wait();

echo "-- wrong use\n";
$client = client();
var_dump($client->send("too early\n"), $client->recv(), $client->connect('127.0.0.1', 1), $client->on('nonsense', fn () => 1), $client->pause());
$client->on('connect', function ($client) {
    var_dump(Swoole\Event::add($client, fn () => 1), Swoole\Event::del($client->sock), Swoole\Event::write($client->sock, 'x'), $client->enableSSL());
    $client->close();
});
Swoole\Event::wait();
catching(fn () => new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP, SWOOLE_SOCK_ASYNC));

echo "-- an exception leaves what came behind it\n";
$client = client([
    'connect' => fn ($client) => $client->send("1\n2\n"),
    'receive' => function ($client, $data) {
        echo $data;
        $data === "got 1\n" ? throw new Exception('once') : $client->close();
    },
]);
catching(fn () => Swoole\Event::wait());
Swoole\Event::wait();

echo "-- a child\n";
$client = client(['connect' => function ($client) {
    if (($child = pcntl_fork()) === 0) {
        // Nothing of its parent's runs here.
        Swoole\Event::wait();
        posix_kill(getmypid(), SIGKILL);
    }
    pcntl_waitpid($child, $status);
    $client->send("parent\n");
}, 'receive' => function ($client, $data) {
    echo $data;
    $client->close();
}]);
Swoole\Event::wait();

echo "-- nothing is left\n";
$run = function () {
    client(['connect' => fn ($client) => $client->send("x\n"), 'receive' => fn ($client) => $client->close()]);
    $client = client();
    $client->on('close', fn () => $client);
    $client->close();
    Swoole\Event::wait();
};
$run();
gc_collect_cycles();
$before = [count(scandir('/proc/self/fd')), memory_get_usage()];
for ($count = 0; $count < 100; $count++) {
    $run();
}
gc_collect_cycles();
var_dump(count(scandir('/proc/self/fd')) === $before[0], memory_get_usage() - $before[1] < 10000);
?>
--EXPECTF--
-- pauses
got 1
resume
got 2
got 3
-- wrong use

Warning: Swoole\Client::send(): client is not connected to server in %s on line %d

Warning: Swoole\Client::recv(): an asynchronous client gets what comes by on('receive', ...) in %s on line %d

Warning: Swoole\Client::connect(): the client connects already, or is connected: close() comes first in %s on line %d

Warning: Swoole\Client::on(): there is no event 'nonsense'; there are: connect, error, receive, close, bufferFull, bufferEmpty in %s on line %d

Warning: Swoole\Client::pause(): client is not connected to server in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)

Warning: Swoole\Event::add(): fd %d is that of an asynchronous Swoole\Client, which watches it itself: use its methods and callbacks in %s on line %d

Warning: Swoole\Event::del(): fd %d is that of an asynchronous Swoole\Client, which watches it itself: use its methods and callbacks in %s on line %d

Warning: Swoole\Event::write(): fd %d is that of an asynchronous Swoole\Client, which watches it itself: use its methods and callbacks in %s on line %d

Warning: Swoole\Client::enableSSL(): an asynchronous client needs a callback for when TLS is agreed on in %s on line %d
bool(false)
bool(false)
bool(false)
bool(false)
Swoole\Exception(505): an asynchronous client can't be persistent: leave SWOOLE_KEEP or SWOOLE_SOCK_ASYNC out
-- an exception leaves what came behind it
got 1
Exception(0): once
got 2
-- a child
got parent
-- nothing is left
bool(true)
bool(true)
