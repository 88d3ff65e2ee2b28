--TEST--
A child that a timer of a server forks leaves server and timers to its parent
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        Swoole\Timer::after(1, function () use ($server, $frame) {
            $server->push($frame->fd, 'once');
            if ($child = pcntl_fork()) {
                pcntl_waitpid($child, $status);
                echo 'child ended with ', pcntl_wexitstatus($status), ', timers: ', Swoole\Timer::stats()['num'], "\n";
                return;
            }
            // It may have its own, which run when its script ends.
            Swoole\Timer::after(1, fn () => exit(4));
        });
        Swoole\Timer::after(2, fn () => $server->push($frame->fd, 'parent'));
        $server->defer(fn () => usleep(10000));
    });
    $server->on('start', ready(...));
    $clean = $server->start();
    echo $clean ? "stopped\n" : "not the server any more\n";
    PHP);
$client = (new WebSocketClient($server->port))->text('go');
echo $client->receive(), "\n", $client->receive(), "\n";
var_dump($client->isQuiet());
echo $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: once
text: parent
bool(true)
0
not the server any more
child ended with 4, timers: 2
stopped
