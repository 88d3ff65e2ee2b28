--TEST--
The heartbeat of one port ends its silent connections, but not protected ones and not those of another port
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $idle = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $idle->set(['heartbeat_check_interval' => 1, 'heartbeat_idle_time' => 1]);
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $server->send($fd, var_export($server->protect($fd, $data === 'on'), true) . "\n"));
    $server->on('close', fn ($server, $fd, $reactor) => print("close $fd $reactor\n"));
    PHP);
$other = new Connection($server->port);
$protected = new Connection($server->ports[1]);
$silent = new Connection($server->ports[1]);
echo $other->ask('off'), ' ', $protected->ask('on'), ' ', $silent->ask('off'), "\n";
$silent->isClosedByServer();
$server->waitForOutput('close');
echo $server->output(), $protected->ask('off'), ' ', $other->ask('off'), "\n";
?>
--EXPECT--
true true true
close 3 0
true true
