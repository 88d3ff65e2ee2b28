--TEST--
Signal handlers run while a client waits; what they throw ends the wait and leaves the client as it was, and exit() exits
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/processes.php';

use Swoxide\WebSocket\Client;

pcntl_async_signals(true);

pcntl_signal(SIGUSR1, fn () => throw new Exception('interrupted'));

/** A server that interrupts this process when it has heard something that shows that the client waits now. */
function interrupting(string $serve): RawServer
{
    return RawServer::serving('$interrupt = fn () => posix_kill(' . getmypid() . ", SIGUSR1); $serve");
}

$server = interrupting('$peer->head(); $interrupt(); $peer->readAll();');
catching(fn () => new Client("ws://127.0.0.1:$server->port/", ['timeout' => 60]));
$server = interrupting('while ($peer->isQuiet()); $interrupt(); $peer->readAll();');
catching(fn () => new Client("wss://127.0.0.1:$server->port/", ['timeout' => 60]));

// Half of a message is there when the wait is interrupted, and the other half later.
$server = interrupting('$peer->open()->send("one ", fin: false)->receive(); $interrupt(); $peer->receive(); $peer->send("two", 0)->receive(); $interrupt(); $peer->listen();');
$client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 60]);
catching(fn () => $client->ping());
$client->send('the other half, please');
echo $client->receive()->data, "\n";
catching(fn () => $client->close());
var_dump($client->isConnected());
// The close frame has gone, and nothing may follow it.
catching(fn () => $client->send('too late'));
catching(fn () => $client->ping());
unset($client);

// Half of a message has gone when the wait is interrupted; the other half goes with the next.
$server = interrupting('pcntl_sigprocmask(SIG_BLOCK, [SIGUSR2]); $peer->open(); while ($peer->isQuiet()); $interrupt(); while (pcntl_sigtimedwait([SIGUSR2], $information, 10) !== SIGUSR2); $peer->listen();');
$client = new Client("ws://127.0.0.1:$server->port/", ['timeout' => 60]);
$message = str_repeat('x', 20 << 20);
catching(fn () => $client->send($message));
$server->signal(SIGUSR2);
$client->send('the next');
unset($client);
$server->waitForOutput("end\n");
echo $server->output();

// A message does not come at all; signals come all the time.
$server = RawServer::serving('$peer->open()->listen();');
$client = new Client("ws://127.0.0.1:$server->port/");
$calls = 0;
pcntl_signal(SIGUSR1, function () use (&$calls) {
    if (++$calls === 5) {
        throw new Exception('the fifth signal');
    }
});
$parent = getmypid();
$sender = child(function () use ($parent) {
    for ($number = 0; $number < 5000 && posix_getppid() === $parent; $number++) {
        posix_kill($parent, SIGUSR1);
        usleep(1000);
    }
});
catching(fn () => $client->receive(60));
pcntl_signal(SIGUSR1, SIG_IGN);
posix_kill($sender, SIGKILL);
echo ended($sender), "\n";
var_dump($client->isConnected());

// A handler can't use a client that waits, but others.
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "got $frame->data"));
    PHP);
$client = new Client("ws://127.0.0.1:$server->port/");
pcntl_signal(SIGALRM, function () use ($client, $server) {
    catching(fn () => $client->send('from a handler'));
    catching(fn () => $client->isConnected());
    $other = new Client("ws://127.0.0.1:$server->port/");
    $other->send('from a handler');
    echo $other->receive()->data, "\n";
    throw new Exception('enough');
});
pcntl_alarm(1);
catching(fn () => $client->receive(60));
$client->send('afterwards');
echo $client->receive()->data, "\n";

echo Program::run(<<<PHP
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, fn () => exit("exit\n"));
    pcntl_alarm(1);
    (new Swoxide\WebSocket\Client('ws://127.0.0.1:$server->port/'))->receive(-1);
    echo 'not reached';
    PHP)->output();

// Ctrl-C, as the system has it.
$program = Program::start("\$client = new Swoxide\\WebSocket\\Client('ws://127.0.0.1:$server->port/'); echo \"waits\\n\"; \$client->receive(-1);");
$program->waitForOutput("waits\n");
echo $program->stop(SIGINT), "\n";
?>
--EXPECT--
Exception(0): interrupted
Exception(0): interrupted
Exception(0): interrupted
one two
Exception(0): interrupted
bool(false)
Swoxide\WebSocket\Exception(1005): failed to send: the client has closed the WebSocket
Swoxide\WebSocket\Exception(1005): failed to ping: the client has closed the WebSocket
Exception(0): interrupted
opcode 1: 20971520 bytes
text, masked: the next
close, masked: 1001
end
Exception(0): the fifth signal
signal 9
bool(true)
Error(0): the client waits in another method, which a signal handler has interrupted
Error(0): the client waits in another method, which a signal handler has interrupted
got from a handler
Exception(0): enough
got afterwards
exit
130
