--TEST--
A child that a callback of a server forks leaves the watches to its parent, whose loop goes on
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) echo 'skip without pcntl'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        [$here, $there] = $GLOBALS['pair'] ??= stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        Swoole\Event::isset($here) || Swoole\Event::add($here, function ($here) use ($server, $frame) {
            $word = rtrim(fgets($here));
            $server->push($frame->fd, $word);
            if ($word !== 'fork') {
                return;
            }
            if ($child = pcntl_fork()) {
                pcntl_waitpid($child, $status);
                echo 'child ended with ', pcntl_wexitstatus($status), "\n";
                return;
            }
            echo 'child: ', json_encode(Swoole\Event::isset($here)), "\n";
            // Its loop is its own, also inside the callback.
            Swoole\Event::defer(fn () => print("child: deferred\n"));
            Swoole\Event::wait();
            Swoole\Timer::after(1, fn () => exit(4));
        });
        fwrite($there, "$frame->data\n");
    });
    $server->on('start', ready(...));
    $clean = $server->start();
    echo $clean ? "stopped\n" : "not the server any more\n";
    PHP);
$client = new WebSocketClient($server->port);
foreach (['one', 'fork', 'two'] as $word) {
    echo $client->text($word)->receive(), "\n";
}
var_dump($client->isQuiet());
unset($client);
echo $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: one
text: fork
text: two
bool(true)
0
child: false
child: deferred
not the server any more
child ended with 4
stopped
