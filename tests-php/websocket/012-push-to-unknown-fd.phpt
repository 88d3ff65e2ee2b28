--TEST--
push() to an fd that is nobody's warns and returns false
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        foreach ([9999, 0, -1] as $fd) {
            var_dump($server->push($fd, 'hello'));
        }
        var_dump($server->getLastError(), swoole_last_error());
        $server->push($frame->fd, 'done');
    });
    PHP);

echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
echo $server->output();
?>
--EXPECTF--
text: done

Warning: Swoole\WebSocket\Server::push(): session#9999 does not exists in %s on line %d
bool(false)

Warning: Swoole\WebSocket\Server::push(): session#0 does not exists in %s on line %d
bool(false)

Warning: Swoole\WebSocket\Server::push(): session#-1 does not exists in %s on line %d
bool(false)
int(503)
int(503)
