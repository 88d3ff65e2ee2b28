--TEST--
A running server takes no settings, callbacks or second start
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        var_dump($server->set(['package_max_length' => 100000]));
        var_dump($server->on('open', fn () => null));
        var_dump($server->start());
        $server->push($frame->fd, 'done');
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n", $server->output();
?>
--EXPECTF--
text: done

Warning: Swoole\Server::set(): server is running, unable to execute Swoole\WebSocket\Server->set in %s on line %d
bool(false)

Warning: Swoole\%s::on(): server is running, unable to register event callback function in %s on line %d
bool(false)

Warning: Swoole\Server::start(): The server is running, unable to execute Swoole\WebSocket\Server->start() in %s on line %d
bool(false)
