--TEST--
start() of a server while there are timers already is refused with Swoole's warning
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    $server->on('start', function ($server) { echo "started\n"; $server->shutdown(); });
    $id = Swoole\Timer::after(60000, fn () => null);
    var_dump($server->start());
    Swoole\Timer::clear($id);
    var_dump($server->start());
    PHP);
echo $program->exitCode(), $program->output();
?>
--EXPECTF--
0
Warning: Swoole\Server::start(): The event-loop has already been created, unable to start Swoole\WebSocket\Server in %s on line %d
bool(false)
started
bool(true)
