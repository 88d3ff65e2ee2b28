--TEST--
Handlers of signals run in a server's worker while it waits
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "got $frame->data"));
    $server->on('workerStart', function ($server) {
        Swoole\Process::signal(SIGUSR2, fn ($number) => print("signal $number\n"));
        Swoole\Process::signal(SIGHUP, fn () => throw new Exception('of a handler'));
        // Instead of the server's own.
        Swoole\Process::signal(SIGTERM, function () use ($server) {
            echo "asked to end\n";
            $server->shutdown();
        });
    });
    $server->on('start', ready(...));
    var_dump($server->start());
    PHP);

$client = new WebSocketClient($server->port);
for ($number = 0; $number < 3; $number++) {
    $server->signal(SIGUSR2);
    $server->waitForOutput(str_repeat('signal ' . SIGUSR2 . "\n", $number + 1));
}
$server->signal(SIGHUP);
$server->waitForOutput('of a handler');
echo $client->text('hello')->receive(), "\n", $server->stop(), "\n";
echo preg_replace('/^Stack trace:.*?  thrown/ms', '  thrown', $server->output());
?>
--EXPECTF--
text: got hello
0
signal 12
signal 12
signal 12

Fatal error: Uncaught Exception: of a handler in program.php:%d
  thrown in program.php on line %d
asked to end
bool(true)
