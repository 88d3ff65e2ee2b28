--TEST--
When a push is refused onBufferFull says so, once; when the client has read everything onBufferEmpty follows
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['socket_buffer_size' => 100_000]);
        $server->on('message', function ($server, $frame) {
            $fd = $frame->fd;
            // More than the sockets of both sides hold.
            for ($number = 0; $number < 10_000 && $server->push($fd, str_pad($number, 10_000, '.')); $number++);
            var_dump(swoole_last_error(), swoole_last_error() === SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW);
            // For the test, which counts what comes.
            $GLOBALS['taken'] = $number;
        });
        $server->on('bufferFull', function (...$arguments) {
            echo 'full: ', get_class($arguments[0]), ", $arguments[1], ", count($arguments), " arguments\n";
        });
        $server->on('bufferEmpty', function ($server, $fd) {
            echo "empty: $fd, {$server->getClientInfo($fd)['send_queued_bytes']} bytes wait, ";
            echo json_encode($server->push($fd, "taken: $GLOBALS[taken]")), "\n";
        });
        PHP);

    $client = (new WebSocketClient($server->port))->text('go');
    $server->waitForOutput('full:');
    for ($number = 0, $inOrder = true; !str_starts_with($message = $client->receive()->payload, 'taken'); $number++) {
        $inOrder = $inOrder && $message === str_pad($number, 10_000, '.');
    }
    echo $message === "taken: $number" && $inOrder ? 'what was taken has come, in order' : "$number of $message", "\n";
    $client->leave();
    $server->stop();
    echo $server->output();
}
?>
--EXPECT--
what was taken has come, in order
int(1009)
bool(true)
full: Swoole\WebSocket\Server, 1, 2 arguments
empty: 1, 0 bytes wait, true
what was taken has come, in order
int(1009)
bool(true)
full: Swoole\WebSocket\Server, 1, 2 arguments
empty: 1, 0 bytes wait, true
