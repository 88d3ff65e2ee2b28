--TEST--
push() takes strings and what PHP makes strings of
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $stringable = new class { public function __toString(): string { return 'from __toString'; } };
        foreach (['string', '', "\u{4f60}", 42, 1.5, true, null, $stringable] as $data) {
            var_dump($server->push($frame->fd, $data));
        }
        // The fd as a numeric string, as it comes out of an array key or a request parameter.
        var_dump($server->push((string) $frame->fd, 'last'));
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->text('go');
do {
    echo $frame = $client->receive(), "\n";
} while ($frame->payload !== 'last');
echo $server->output();
?>
--EXPECT--
text: string
text: 
text: 你
text: 42
text: 1.5
text: 1
text: 
text: from __toString
text: last
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
