--TEST--
A connection that is not heard and whose client has gone ends when something is sent to it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('receive', function ($server, $fd, $reactor, $data) {
        $server->pause($fd);
        echo "paused\n";
        $server->tick(10, fn ($timer) => $server->send($fd, 'still there?') || $server->clearTimer($timer));
    });
    $server->on('close', function () { echo "closed\n"; });
    PHP);
$client = new Connection($server->port);
$client->raw('hello');
$server->waitForOutput('paused');
$client->reset();
$server->waitForOutput('closed');
echo $server->output(), $server->log();
?>
--EXPECT--
paused
closed
