--TEST--
What was sent arrives behind a close(), also where something came that nobody has read, and a server that reads nothing holds nobody up
--SKIPIF--
<?php
extension_loaded('openssl') or die('skip needs openssl to make certificates');
extension_loaded('pcntl') && extension_loaded('posix') && extension_loaded('sockets') or die('skip needs pcntl, posix and sockets');
--FILE--
<?php
require __DIR__ . '/../include/tls.php';

const MUCH = 1 << 18;

$certificate = makeCertificate(certificateFolder(), 'server', ['127.0.0.1']);
// Reads in small pieces, so that the end of what is sent is still on its way when the client closes.
$plain = RawServer::serving('$peer->readAheadLittle(); $peer->raw("unread"); echo strlen($peer->readAll()), "\n";');
$encrypted = RawServer::serving('echo strlen($peer->readAll()), "\n";', $certificate);

function client(RawServer $server, int $type = SWOOLE_SOCK_TCP): Swoole\Client
{
    $client = new Swoole\Client($type);
    $client->set(['timeout' => TIME_LIMIT]);
    $client->connect('127.0.0.1', $server->port, TIME_LIMIT);
    // Words of the server's, or its tickets.
    $read = [$client];
    $write = $except = [];
    swoole_client_select($read, $write, $except, TIME_LIMIT);
    return $client;
}
function heard(RawServer $server): void
{
    static $times = [];
    $times[$server->pid] = ($times[$server->pid] ?? 0) + 1;
    waitUntil(fn () => substr_count($server->output(), "\n") === $times[$server->pid], 'the server to have heard all');
    var_dump((int) array_slice(explode("\n", $server->output()), -2)[0] === MUCH);
}

foreach ([[$plain, SWOOLE_SOCK_TCP], [$encrypted, SWOOLE_SOCK_TCP | SWOOLE_SSL]] as [$server, $type]) {
    echo "-- close()\n";
    $client = client($server, $type);
    $client->send(str_repeat('x', MUCH));
    var_dump($client->close());
    heard($server);

    echo "-- the object goes\n";
    $client = client($server, $type);
    $client->send(str_repeat('x', MUCH));
    unset($client);
    heard($server);

    echo "-- in a loop\n";
    $client = new Swoole\Client($type, SWOOLE_SOCK_ASYNC);
    $client->on('connect', function ($client) {
        $client->pause();
        var_dump($client->send(str_repeat('x', MUCH)) === MUCH, $client->close());
    });
    $client->on('receive', function () { echo "receive\n"; });
    $client->on('error', function ($client) { echo "error $client->errCode\n"; });
    $client->on('close', function ($client) { echo "close $client->errCode, $client->sock\n"; });
    $client->connect('127.0.0.1', $server->port, TIME_LIMIT);
    Swoole\Event::wait();
    heard($server);
}

echo "-- a persistent one that can't be kept\n";
$client = client($plain, SWOOLE_SOCK_TCP | SWOOLE_KEEP);
$client->send(str_repeat('x', MUCH));
var_dump($client->close());
heard($plain);

echo "-- a server that talks all the time, and reads nothing before\n";
$talks = RawServer::serving('$peer->readAheadLittle(); $peer->raw(str_repeat("much", 1 << 20)); echo strlen($peer->readAll()), "\n";');
$client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
$client->on('connect', function ($client) {
    // Meanwhile it may be closed once more, and says nothing.
    var_dump($client->send(str_repeat('x', MUCH)) === MUCH, $client->close(), $client->close(), @$client->send('x'));
});
foreach (['receive', 'error', 'close'] as $event) {
    $client->on($event, function ($client) use ($event) { echo "$event $client->errCode\n"; });
}
$client->connect('127.0.0.1', $talks->port, TIME_LIMIT);
Swoole\Event::wait();
heard($talks);

echo "-- a server that reads nothing\n";
$silent = RawServer::serving('$peer->raw("unread"); $peer->holdStill(); echo strlen($peer->readAll()), "\n";');
$client = client($silent);
// As much as the system takes.
$sent = 0;
$client->set(['timeout' => 0.01]);
while ($sent < 500000) {
    $sent += $client->send(str_repeat('x', 10000));
}
$begin = microtime(true);
$client->close();
$took = microtime(true) - $begin;
var_dump($took > 0.9 && $took < TIME_LIMIT);
// The system goes on with it.
$silent->signal(SIGUSR1);
$silent->waitForOutput("$sent\n");

echo "-- a child that goes on\n";
$asks = RawServer::serving('$peer->raw("first"); $peer->raw("got " . $peer->read(4)); $peer->isClosedByServer();');
$client = client($asks);
pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1]);
if (($child = pcntl_fork()) === 0) {
    // When its parent has closed it.
    pcntl_sigwaitinfo([SIGUSR1]);
    $client->send('more');
    $heard = $client->recv(13, Swoole\Client::MSG_WAITALL);
    posix_kill(getmypid(), $heard === 'firstgot more' ? SIGTERM : SIGKILL);
}
var_dump($client->close());
posix_kill($child, SIGUSR1);
pcntl_waitpid($child, $status);
var_dump(pcntl_wtermsig($status) === SIGTERM);
?>
--EXPECT--
-- close()
bool(true)
bool(true)
-- the object goes
bool(true)
-- in a loop
bool(true)
bool(true)
close 0, -1
bool(true)
-- close()
bool(true)
bool(true)
-- the object goes
bool(true)
-- in a loop
bool(true)
bool(true)
close 0, -1
bool(true)
-- a persistent one that can't be kept
bool(true)
bool(true)
-- a server that talks all the time, and reads nothing before
bool(true)
bool(true)
bool(true)
bool(false)
close 0
bool(true)
-- a server that reads nothing
bool(true)
-- a child that goes on
bool(true)
bool(true)
