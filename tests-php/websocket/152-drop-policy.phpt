--TEST--
With socket_buffer_policy "drop" a client that is too slow is closed with 1013, once; others stay
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['socket_buffer_size' => 100_000, 'socket_buffer_policy' => 'drop']);
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'well?') {
                $server->push($frame->fd, 'well');
                return;
            }
            for ($number = 0; $number < 10_000 && $server->push($frame->fd, str_repeat('x', 10_000)); $number++);
            var_dump(swoole_last_error(), $server->exist($frame->fd), $server->isEstablished($frame->fd), @$server->push($frame->fd, 'more'));
            echo "pushed $number\n";
        });
        $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
        PHP);

    $slow = new WebSocketClient($server->port);
    $other = new WebSocketClient($server->port);
    $slow->text('go');
    $server->waitForOutput('pushed');
    preg_match('/^pushed (\d+)$/m', $server->output(), $match);
    // What had been taken still comes, then the close frame.
    for ($number = 0; ($frame = $slow->receive())->opcode === 1; $number++);
    echo $frame, ', after ', $number === (int) $match[1] ? 'all that was pushed' : "$number of $match[1]", "\n";
    echo json_encode($slow->readAll()), "\n";
    $server->waitForOutput('closed 1');
    echo $other->text('well?')->receive(), "\n", preg_replace('/^pushed .*\n/m', '', $server->output());
}
?>
--EXPECT--
close: 1013 too slow: socket_buffer_size bytes wait, after all that was pushed
""
text: well
int(1009)
bool(false)
bool(false)
bool(false)
closed 1, -1
close: 1013 too slow: socket_buffer_size bytes wait, after all that was pushed
""
text: well
int(1009)
bool(false)
bool(false)
bool(false)
closed 1, -1
