--TEST--
An empty outbox takes one frame of any size; what would pile up above socket_buffer_size is refused, error 1009
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['socket_buffer_size' => 100000]);
    $server->on('message', function ($server, $frame) {
        $taken = 0;
        // More than the sockets of both sides can hold, so that some of it waits here.
        var_dump($server->push($frame->fd, str_repeat('x', 32 << 20)));
        while ($taken < 1000 && $server->push($frame->fd, str_repeat('y', 10000))) {
            $taken++;
        }
        var_dump($taken, $server->getLastError() === SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW);
        var_dump($server->exist($frame->fd));
        echo "done\n";
    });
    PHP);

// What was refused is lost, what was taken is not.
$client = new WebSocketClient($server->port);
$client->text('go');
$server->waitForOutput('done');
echo strlen($client->receive()->payload) >> 20, " MiB\n", $server->output();
?>
--EXPECT--
32 MiB
bool(true)
int(0)
bool(true)
bool(true)
done
