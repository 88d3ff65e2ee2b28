--TEST--
Signal handlers run while a client waits; a child does not end its parent's connection; nothing is left behind
--SKIPIF--
<?php extension_loaded('pcntl') && extension_loaded('posix') or die('skip needs pcntl and posix');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $data === 'quiet' ?: $server->send($fd, "got $data"));
    PHP);

function client(float $timeout = 5): Swoole\Client
{
    global $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    $client->connect('127.0.0.1', $server->port, $timeout);
    return $client;
}

echo "-- a signal\n";
pcntl_async_signals(true);
$client = client(TIME_LIMIT);
pcntl_signal(SIGALRM, function () use ($client) {
    echo "handled\n";
    catching(fn () => $client->send('x'));
    throw new RuntimeException('enough');
});
pcntl_alarm(1);
catching(fn () => $client->recv());
pcntl_signal(SIGALRM, SIG_DFL);
$client->send('after');
var_dump($client->recv());

echo "-- a child\n";
// It ends without a word of the harness, which would end the server.
if (($child = pcntl_fork()) === 0) {
    $client->close();
    posix_kill(getmypid(), SIGKILL);
}
pcntl_waitpid($child, $status);
$client->send('still here');
var_dump($client->recv());
// A child may take a plain connection over.
if (($child = pcntl_fork()) === 0) {
    $client->send('from the child');
    posix_kill(getmypid(), $client->recv() === 'got from the child' ? SIGUSR1 : SIGUSR2);
}
pcntl_waitpid($child, $status);
var_dump(pcntl_wtermsig($status) === SIGUSR1, $client->isConnected());

echo "-- nothing is left\n";
$descriptors = fn () => count(scandir('/proc/self/fd'));
$run = function () use ($server) {
    $client = client();
    $client->send('x');
    $client->recv();
    $client->self = $client;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP);
    @$client->connect('127.0.0.1', 1, 1);
    $client = new Swoole\Client(SWOOLE_SOCK_UDP);
    $client->connect('localhost', $server->port, 1);
    $client->send('x');
};
$run();
gc_collect_cycles();
$before = [$descriptors(), memory_get_usage()];
for ($count = 0; $count < 200; $count++) {
    $run();
}
gc_collect_cycles();
var_dump($descriptors() === $before[0], memory_get_usage() - $before[1] < 10000);
?>
--EXPECT--
-- a signal
handled
Error(0): the client waits in another method, which a signal handler has interrupted
RuntimeException(0): enough
string(9) "got after"
-- a child
string(14) "got still here"
bool(true)
bool(true)
-- nothing is left
bool(true)
bool(true)
