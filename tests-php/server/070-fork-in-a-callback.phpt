--TEST--
A child that a callback forks may exit or come back: the server is the parent's
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'plain') {
            $server->push($frame->fd, 'pong');
            return;
        }
        // What the parent has pushed before is sent once.
        $server->push($frame->fd, 'working');
        if ($child = pcntl_fork()) {
            pcntl_waitpid($child, $status);
            $server->push($frame->fd, 'child ended with ' . pcntl_wexitstatus($status));
        } elseif ($frame->data === 'exit') {
            exit(@$server->push($frame->fd, 'of the child') || @$server->exist($frame->fd) ? 9 : 3);
        }
    });
    // As daemons do that make helpers of their own; this one forgets to end.
    $server->on('workerStart', function () {
        if ($child = pcntl_fork()) {
            pcntl_waitpid($child, $status);
            echo 'child of workerStart ended with ', pcntl_wexitstatus($status), "\n";
        }
    });
    $server->on('start', ready(...));
    $parent = getmypid();
    $clean = $server->start();
    if (getmypid() !== $parent) {
        exit($clean ? 1 : 4);
    }
    PHP);

$client = new WebSocketClient($server->port);
foreach (['exit', 'plain', 'return', 'plain', 'plain'] as $message) {
    echo $client->text($message)->receive(), $message === 'plain' ? '' : ', ' . $client->receive(), "\n";
}

// Nor does it take the messages that wait behind the one in which it was made.
foreach (['return', 'plain', 'plain', 'plain'] as $message) {
    $all = ($all ?? '') . chr(0x81) . chr(0x80 | strlen($message)) . "\0\0\0\0$message";
}
$client->raw($all);
for ($number = 0; $number < 5; $number++) {
    echo $client->receive(), "\n";
}
var_dump($client->isQuiet());
echo $server->stop(), "\n", $server->output(), str_contains($server->log(), 'panicked') ? $server->log() : 'no panic', "\n";
?>
--EXPECT--
text: working, text: child ended with 3
text: pong
text: working, text: child ended with 4
text: pong
text: pong
text: working
text: child ended with 4
text: pong
text: pong
text: pong
bool(true)
0
child of workerStart ended with 4
no panic
