--TEST--
What a slow client does not take yet is kept for it, in order
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        for ($number = 0; $number < 100; $number++) {
            $server->push($frame->fd, str_pad($number, 10000, '.'));
        }
        echo "pushed\n";
    });
    PHP);

$slow = new WebSocketClient($server->port);
$slow->text('go');
$server->waitForOutput('pushed');
// Nobody else has to wait for it.
echo (new WebSocketClient($server->port))->ping('quick')->receive(), "\n";
$whole = true;
foreach (range(0, 99) as $number) {
    $whole = $whole && $slow->receive()->payload === str_pad($number, 10000, '.');
}
var_dump($whole);
?>
--EXPECT--
pong: quick
bool(true)
