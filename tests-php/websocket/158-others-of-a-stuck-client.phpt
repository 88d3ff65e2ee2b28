--TEST--
When one client has used up socket_buffer_total_size, others whose sockets have room still get all that is pushed to them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->set(['socket_buffer_size' => 1_000_000, 'socket_buffer_total_size' => 500_000]);
        $server->on('message', function ($server, $frame) {
            for ($number = 0; $number < (int) $frame->data && $server->push($frame->fd, str_pad($number, 2000)); $number++);
            echo $number < (int) $frame->data ? "stuck\n" : "pushed\n";
        });
        PHP);

    $stuck = (new WebSocketClient($server->port))->text('100000');
    $server->waitForOutput('stuck');
    $other = (new WebSocketClient($server->port))->text('20');
    waitUntil(fn () => substr_count($server->output(), "\n") === 2, 'the pushes to the other');
    echo $server->output();
    if (str_ends_with($server->output(), "pushed\n")) {
        for ($number = 0; $number < 20 && $other->receive()->payload === str_pad($number, 2000); $number++);
        echo $number, "\n";
    }
}
?>
--EXPECT--
stuck
pushed
20
stuck
pushed
20
