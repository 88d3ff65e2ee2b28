--TEST--
Timers of a worker run beside messages, also when messages keep coming, and what they push goes out
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('workerStart', function ($server) {
        $server->ticks = 0;
        $server->tick(1, function () use ($server) { $server->ticks++; });
    });
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'busy') {
            $server->seen ??= $server->ticks;
            usleep(2000);
        } elseif ($frame->data === 'end') {
            // Forty callbacks of 2 ms lay between, which all came at once.
            $server->push($frame->fd, $server->ticks - $server->seen >= 10 ? 'ticked' : 'starved: ' . $server->ticks - $server->seen);
        } else {
            $id = Swoole\Timer::tick(5, function ($id, $fd, $word) use ($server) {
                static $count = 0;
                $server->push($fd, "$word " . ++$count);
                if ($count === 3) {
                    Swoole\Timer::clear($id);
                }
            }, $frame->fd, $frame->data);
            swoole_timer_after(300, fn () => $server->push($frame->fd, Swoole\Timer::exists($id) ? 'still there' : 'over'));
        }
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('tick');
for ($number = 0; $number < 4; $number++) {
    echo $client->receive(), "\n";
}
$message = fn ($text) => chr(0x81) . chr(0x80 | strlen($text)) . "\0\0\0\0$text";
echo $client->raw(str_repeat($message('busy'), 40) . $message('end'))->receive(), "\n";
echo $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: tick 1
text: tick 2
text: tick 3
text: over
text: ticked
0
