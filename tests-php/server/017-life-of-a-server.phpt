--TEST--
onStart and onWorkerStart begin it, onWorkerStop and onShutdown end it, and start() returns true
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    register_shutdown_function(fn () => print("shutdown function\n"));
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('workerStart', function ($server, $worker) { echo "workerStart $worker\n"; });
    $server->on('workerStop', function ($server, $worker) { echo "workerStop $worker\n"; });
    $server->on('shutdown', function ($server) { echo "shutdown\n"; });
    $server->on('start', function ($server) { echo "start\n"; ready($server); });
    $server->on('connect', function ($server, $fd, $reactor) { echo "connect $fd\n"; });
    $server->on('open', function ($server, $request) { echo "open $request->fd\n"; });
    $server->on('message', function ($server, $frame) { echo "message $frame->fd\n"; });
    $server->on('close', function ($server, $fd, $reactor) { echo "close $fd\n"; });
    var_dump($server->start());
    var_dump($server->start());
    echo "end\n";
    PHP);

$client = new WebSocketClient($server->port);
$client->text('hello');
$server->waitForOutput('message 1');
$client->leave();
$server->waitForOutput('close 1');
echo 'exit code ', $server->stop(), "\n";

// The first two may come in either order.
$lines = explode("\n", $server->output());
$begin = array_splice($lines, 0, 2);
sort($begin);
echo implode("\n", $begin), "\n", implode("\n", $lines);
?>
--EXPECTF--
exit code 0
start
workerStart 0
connect 1
open 1
message 1
close 1
workerStop 0
shutdown
bool(true)

Warning: Swoole\Server::start(): The server have been shutdown, unable to execute Swoole\WebSocket\Server->start() in %s on line %d
bool(false)
end
shutdown function
