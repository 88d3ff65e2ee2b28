--TEST--
Every push sends the string that it is given, however short its life and however alike the next one's place in memory
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        for ($number = 0; $number < 1000; $number++) {
            $server->push($frame->fd, "number $number");
        }
        $server->push($frame->fd, 12);
        $server->push($frame->fd, 1.5);
        $text = str_repeat('a', 20_000);
        foreach (range('b', 'f') as $letter) {
            $text[0] = $letter;
            $server->push($frame->fd, $text);
        }
    });
    PHP);

$client = (new WebSocketClient($server->port))->text('go');
for ($number = 0, $same = 0; $number < 1000; $number++) {
    $same += $client->receive()->payload === "number $number" ? 1 : 0;
}
echo $same, "\n", $client->receive(), "\n", $client->receive(), "\n";
foreach (range('b', 'f') as $letter) {
    $text = $client->receive()->payload;
    echo $text[0], strlen($text), ' ';
}
?>
--EXPECT--
1000
text: 12
text: 1.5
b20000 c20000 d20000 e20000 f20000 
