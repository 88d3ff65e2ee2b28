--TEST--
A synchronous client counts as readable as long as it has read ahead, and is not watched any more when its connection is kept
--SKIPIF--
<?php extension_loaded('openssl') or die('skip needs openssl');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

$certificate = makeCertificate($folder = certificateFolder(), 'server', ['127.0.0.1'], makeAuthority($folder));
// All lines in one segment, or one record.
$serve = '$peer->readThrough("\n"); $peer->raw("1\n2\n3\n4\n"); $peer->isClosedByServer();';
$servers = [SWOOLE_SOCK_TCP => RawServer::serving($serve), SWOOLE_SOCK_TCP | SWOOLE_SSL => RawServer::serving($serve, $certificate)];

function connect(int $type, int $port): Swoole\Client
{
    $client = new Swoole\Client($type);
    $client->set(['open_eof_split' => true, 'package_eof' => "\n", 'ssl_verify_peer' => false, 'timeout' => TIME_LIMIT]);
    $client->connect('127.0.0.1', $port, TIME_LIMIT);
    return $client;
}

/** Takes all lines that are left, each when the loop says that there is something. */
function listen(array &$lines): Closure
{
    $timer = Swoole\Timer::after(1000 * TIME_LIMIT, fn () => Swoole\Event::exit());
    return function (Swoole\Client $client) use (&$lines, $timer) {
        // What came may be TLS's own.
        if ($line = @$client->recv(100, Swoole\Client::MSG_DONTWAIT)) {
            $lines[] = trim($line);
        }
        if (end($lines) === '4') {
            Swoole\Event::del($client);
            Swoole\Timer::clear($timer);
        }
    };
}

foreach ($servers as $type => $server) {
    $client = connect($type, $server->port);
    $client->send("go\n");
    $lines = [trim($client->recv())];
    Swoole\Event::add($client, listen($lines));
    Swoole\Event::wait();
    echo 'before it is watched: ', implode(' ', $lines), "\n";
    // The server has time for one at a time.
    $client->close();

    $client = connect($type, $server->port);
    $lines = [];
    Swoole\Event::add($client, listen($lines));
    Swoole\Timer::after(1, function () use ($client, &$lines) {
        $client->send("go\n");
        $lines[] = trim($client->recv());
    });
    Swoole\Event::wait();
    echo 'in another callback: ', implode(' ', $lines), "\n";
    $client->close();
}

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, $data));
    PHP);
$program = Program::run(str_replace('PORT', $server->port, <<<'PHP'
    $client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
    $client->connect('127.0.0.1', PORT, 10);
    Swoole\Event::add($client, fn () => print("never\n"));
    $client->close();
    Swoole\Event::wait();
    echo "nothing is watched\n";
    // Whoever takes it may watch it.
    $client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP);
    $client->connect('127.0.0.1', PORT, 10);
    var_dump($client->reuse);
    Swoole\Event::add($client, function (Swoole\Client $client) {
        echo $client->recv();
        Swoole\Event::del($client);
    });
    $client->send("hello\n");
    PHP));
echo $program->output(), $program->exitCode(), "\n";
?>
--EXPECT--
before it is watched: 1 2 3 4
in another callback: 1 2 3 4
before it is watched: 1 2 3 4
in another callback: 1 2 3 4
nothing is watched
bool(true)
hello
0
