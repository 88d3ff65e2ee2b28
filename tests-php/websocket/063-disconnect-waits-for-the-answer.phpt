--TEST--
After disconnect() the connection lasts until the client's close frame has come, but not for ever
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo "message $frame->data\n";
        $server->disconnect($frame->fd, 4000);
    });
    PHP);

$polite = new WebSocketClient($server->port);
echo $polite->text('polite')->receive(), "\n";
var_dump($polite->isQuiet());
// What it sends before its close frame comes too late to be a message.
$begin = microtime(true);
$polite->text('too late')->close(4000)->isClosedByServer();
echo microtime(true) - $begin < 1 ? "at once\n" : "late\n";

$silent = new WebSocketClient($server->port);
echo $silent->text('silent')->receive(), "\n";
$begin = microtime(true);
$silent->isClosedByServer();
echo microtime(true) - $begin < 1 ? "at once\n" : "later\n";
echo $server->output();
?>
--EXPECT--
close: 4000
bool(true)
at once
close: 4000
later
message polite
message silent
