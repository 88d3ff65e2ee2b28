--TEST--
A server that could not start, or has ended, leaves nothing listening
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$port = Network::freePort();
$program = Program::run(<<<PHP
    \$server = new Swoole\WebSocket\Server('127.0.0.1', $port);
    \$server->start();
    PHP);
echo $program->exitCode(), ', ', Network::isListening($port) ? 'listening' : 'nothing', "\n";

// Also while the process goes on: the server object is gone with its socket, or has been shut down.
$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $server->on('message', fn () => null);
    $server->start();
    echo "after start\n";
    sleep(20);
    PHP);
echo Network::isListening($server->port) ? 'listening' : 'nothing', "\n";
$server->signal(SIGTERM);
$server->waitForOutput('after start');
echo Network::isListening($server->port) ? 'listening' : 'nothing', "\n";
?>
--EXPECT--
255, nothing
listening
nothing
