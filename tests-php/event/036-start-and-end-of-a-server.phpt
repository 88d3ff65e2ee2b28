--TEST--
start() is refused while something is watched; what a server watched is gone when start() returns
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = Program::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    [$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $server->on('start', function ($server) use ($there) {
        Swoole\Event::add($there, fn () => print("never\n"));
        Swoole\Event::cycle(function () { static $rounds = 0; $rounds++ || print("a round\n"); });
        $server->shutdown();
    });
    Swoole\Event::add($here, fn () => print("never\n"));
    var_dump($server->start());
    Swoole\Event::del($here);
    var_dump($server->start(), Swoole\Event::isset($there), Swoole\Event::cycle(null));
    Swoole\Event::add($there, function ($there) {
        echo "at the end of the script\n";
        Swoole\Event::del($there);
    });
    fwrite($here, 'x');
    PHP);
echo $program->exitCode(), $program->output();
?>
--EXPECTF--
0
Warning: Swoole\Server::start(): The event-loop has already been created, unable to start Swoole\WebSocket\Server in %s on line %d
bool(false)
a round
bool(true)
bool(false)
bool(false)
at the end of the script
