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
        if ($child = pcntl_fork()) {
            pcntl_waitpid($child, $status);
            $server->push($frame->fd, 'child ended with ' . pcntl_wexitstatus($status));
        } elseif ($frame->data === 'exit') {
            exit(3);
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
    echo $client->text($message)->receive(), "\n";
}

// Nor does it take the messages that wait behind the one in which it was made.
foreach (['return', 'plain', 'plain', 'plain'] as $message) {
    $all = ($all ?? '') . chr(0x81) . chr(0x80 | strlen($message)) . "\0\0\0\0$message";
}
$client->raw($all);
for ($number = 0; $number < 4; $number++) {
    echo $client->receive(), "\n";
}
var_dump($client->isQuiet());
echo $server->stop(), "\n", str_contains($server->log(), 'panicked') ? $server->log() : 'no panic', "\n";
?>
--EXPECT--
text: child ended with 3
text: pong
text: child ended with 4
text: pong
text: pong
text: child ended with 4
text: pong
text: pong
text: pong
bool(true)
0
no panic
