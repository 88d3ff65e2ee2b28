--TEST--
Callbacks that the cycle collector frees with their server are gone for what outlives it
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function abandoned(callable $part)
{
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function () use ($server) {});
    $server->on('workerStart', function () use ($server) {});
    $server->set(['document_root' => '/tmp']);
    $server->own = $server;
    return $part($server);
}

$port = abandoned(fn ($server) => $server->ports[0]);
echo gc_collect_cycles() > 0 ? 'collected' : 'kept', "\n";
var_dump($port->getCallback('message'), $port->getCallback('workerStart'));
unset($port);

$connections = abandoned(fn ($server) => $server->connections);
echo gc_collect_cycles() > 0 ? 'collected' : 'kept', "\n";
var_dump(count($connections));
unset($connections);

// The place for a server is free again.
echo get_class(new Swoole\WebSocket\Server('127.0.0.1', 0)), "\n";

// A cycle through the port does not take the callbacks of a living server away.
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $port = $server->ports[0];
    $server->ports = null;
    $server->on('message', function ($server, $frame) use ($port) {
        gc_collect_cycles();
        $server->push($frame->fd, "$frame->data of $port->host");
    });
    unset($port);
    gc_collect_cycles();
    PHP);
echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";
?>
--EXPECTF--
%Acollected
NULL
NULL
%Acollected
int(0)
Swoole\WebSocket\Server
text: hello of 127.0.0.1
