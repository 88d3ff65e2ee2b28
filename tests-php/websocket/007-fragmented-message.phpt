--TEST--
A fragmented message is delivered once, joined; control frames may come in between
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        echo "$frame->data, opcode $frame->opcode, flags $frame->flags\n";
        $server->push($frame->fd, 'seen');
    });
    PHP);

$client = new WebSocketClient($server->port);
$client->send('one ', 1, fin: false)->send('two ', 0, fin: false)->ping('between')->send('three', 0);
echo $client->receive(), "\n", $client->receive(), "\n";

// Empty fragments are allowed, and a character of several bytes may be cut.
$client->send('', 1, fin: false)->send("\xe4\xbd", 0, fin: false)->send("\xa0", 0, fin: false)->send('', 0);
echo $client->receive(), "\n";
$client->send('bin', 2, fin: false)->send('ary', 0);
echo $client->receive(), "\n";
echo $server->output();
?>
--EXPECT--
pong: between
text: seen
text: seen
text: seen
one two three, opcode 1, flags 33
你, opcode 1, flags 33
binary, opcode 2, flags 33
