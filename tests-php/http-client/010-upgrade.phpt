--TEST--
upgrade() opens a WebSocket: messages both ways, masked; pings are answered; bytes glued to the 101 are frames; close() says goodbye
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_require_mask' => true]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "got $frame->opcode " . strlen($frame->data), $frame->opcode));
    $server->on('close', fn ($server, $fd) => print("closed\n"));
    PHP);

$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
var_dump(@$client->upgrade('/', fn () => null), error_get_last()['message']);
$client->on('connect', fn () => print("connect\n"));
$client->on('close', fn (Client $client) => print("close $client->errCode $client->errMsg\n"));
$client->on('message', function (Client $client, Swoole\WebSocket\Frame $frame) {
    echo "opcode $frame->opcode, fd $frame->fd, ", var_export($frame->finish, true), ": $frame->data\n";
    if ($frame->opcode === WEBSOCKET_OPCODE_BINARY) {
        var_dump($client->close(), $client->isConnected(), @$client->push('behind close'), $client->errCode);
    }
});
var_dump(@$client->push('too early'), $client->errCode);
$client->upgrade('/', function (Client $client) {
    echo $client->statusCode, ' ', $client->headers['upgrade'], ' ', var_export($client->isConnected(), true), "\n";
    var_dump($client->push('hello'));
    var_dump(@$client->push('what', 11), $client->errCode, $client->errMsg);
    var_dump(@$client->push("\xff"), $client->errMsg);
    $client->push('two ', WEBSOCKET_OPCODE_TEXT, false);
    $client->push('parts', WEBSOCKET_OPCODE_CONTINUATION);
    $client->push(str_repeat('x', 100000), WEBSOCKET_OPCODE_BINARY);
    var_dump(@$client->get('/', fn () => null), error_get_last()['message']);
});
var_dump(@$client->push('too early'), $client->errCode);
unset($client);
Swoole\Event::wait();
$server->waitForOutput("closed\n");

// A peer that shows every byte.
$server = RawServer::serving(<<<'PHP'
    $peer->open(behind: RawPeer::frame('glued') . RawPeer::frame('are you there?', 9));
    echo preg_replace('/(?<=Key: ).*(?=\r)|\r|127.*/', '', preg_replace('/^(.*: )(.{24})\r$/m', '$1KEY', rtrim($peer->request))), "\n";
    // Only then: what comes at once is answered, pings first, before the program sees it.
    echo $peer->receive(), "\n", $peer->receive(), "\n";
    $peer->send('a long one, ', fin: false);
    $peer->send('between', 9);
    $peer->send('in two parts', 0);
    $peer->listen();
    PHP);
$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$client->on('close', fn (Client $client) => print("close $client->errCode\n"));
$client->on('message', function (Client $client, $frame) {
    echo "$frame->data\n";
    $client->push("heard: $frame->data");
    str_contains($frame->data, 'long') && $client->close();
});
$client->upgrade('/chat?room=1', fn (Client $client) => print("$client->statusCode\n"));
Swoole\Event::wait();
$server->waitForOutput("end\n");
echo $server->output();
?>
--EXPECT--
bool(false)
string(112) "Swoole\Http\Client::upgrade(): cannot use the upgrade method, you must register the on('message') callback first"
bool(false)
int(8503)
bool(false)
int(8503)
connect
101 websocket true
bool(true)
bool(false)
int(8502)
string(109) "the opcode 11 can't be sent: 0 (continuation), 1 (text), 2 (binary), 9 (ping) and 10 (pong) can; 8 is close()"
bool(false)
string(78) "the data of a text message must be UTF-8: send it with WEBSOCKET_OPCODE_BINARY"
bool(false)
string(61) "Swoole\Http\Client::get(): Operation now in progress phase 3."
opcode 1, fd 0, true: got 1 5
opcode 1, fd 0, true: got 1 9
opcode 2, fd 0, true: got 2 100000
bool(true)
bool(false)
bool(false)
int(8503)
close 8503 the client is not connected
101
glued
a long one, in two parts
close 1006
GET /chat?room=1 HTTP/1.1
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: KEY
Sec-WebSocket-Version: 13
Host: 
pong, masked: are you there?
text, masked: heard: glued
pong, masked: between
text, masked: heard: a long one, in two parts
close, masked: 1000
end
