--TEST--
What a worker had pushed when it was killed, and had not sent, takes up no room of the client for ever
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

const LENGTH = 900 * 1024;

foreach (MODES as $mode) {
    $server = cluster($mode, ['socket_buffer_size' => 1024 * 1024], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'who') {
                $server->push($frame->fd, getmypid() . " $frame->fd");
                return;
            }
            [$what, $fd] = explode(' ', $frame->data);
            $said = $server->push($fd, str_repeat('x', 900 * 1024));
            if ($what === 'die') {
                posix_kill(getmypid(), SIGKILL);
            }
            $server->push($frame->fd, var_export($said, true));
        });
        PHP);
    $clients = oneClientPerWorker($server);
    [$sender, $other] = array_keys($clients);
    $fd = explode(' ', $clients[$other]->text('who')->receive()->payload)[1];
    $id = pidOf($server, 0) === $sender ? 0 : 1;
    $clients[$sender]->text("die $fd");
    pidOf($server, $id, [$sender]);
    // By now it may have been let out all the same.
    $late = new WebSocketClient($server->port);
    $push = fn (): bool => $late->text("push $fd")->receive()->payload === 'true';
    waitUntil($push, 'room for another message');
    do {
        $length = strlen($clients[$other]->receive()->payload);
    } while ($length !== LENGTH);
    echo "$mode: $length bytes received, exit code ", $server->stop(), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: 921600 bytes received, exit code 0
SWOOLE_PROCESS: 921600 bytes received, exit code 0
