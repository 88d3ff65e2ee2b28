--TEST--
Three lines open a WebSocket, send and receive; then the client knows what was agreed on and how it ended
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['websocket_subprotocol' => ['v1.chat']]);
    $server->on('open', function ($server, $request) {
        echo "open {$request->server['request_uri']} " . ($request->server['query_string'] ?? '-') . ' ' . ($request->header['x-user'] ?? '-') . "\n";
        echo "host {$request->header['host']}\n";
    });
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "got $frame->data", $frame->opcode));
    $server->on('close', function () { echo "closed\n"; });
    PHP);

// The three lines.
$client = new Swoxide\WebSocket\Client("ws://127.0.0.1:$server->port/room?id=1", ['headers' => ['X-User' => 'anna'], 'websocket_subprotocol' => ['v2.chat', 'v1.chat']]);
$client->send('hello');
echo $client->receive()->data, "\n";

var_dump($client->isConnected(), $client->getSubprotocol(), $client->getHeaders()['server'], $client->isReused());
var_dump($client->getCloseCode(), $client->getCloseReason());
$client->send("\0\xff", WEBSOCKET_OPCODE_BINARY);
$frame = $client->receive();
echo get_class($frame), ' ', bin2hex($frame->data), " $frame->opcode $frame->flags ", var_export($frame->finish, true), "\n";
$frame = new Swoole\WebSocket\Frame;
$frame->data = 'a frame';
$client->send($frame);
echo $client->receive()->data, "\n";

var_dump($client->close(4000, 'enough'), $client->isConnected(), $client->getCloseCode(), $client->getCloseReason());
var_dump($client->close());
catching(fn () => $client->send('too late'));
catching(fn () => $client->receive());
catching(fn () => $client->ping());

// A close frame closes.
$client = new Swoxide\WebSocket\Client("ws://localhost:$server->port");
$client->send(new Swoole\WebSocket\CloseFrame);
var_dump($client->getCloseCode(), $client->getSubprotocol());
$server->waitForOutput("host localhost");
$server->stop();
echo str_replace($server->port, 'PORT', $server->output()), $server->log();
?>
--EXPECT--
got hello
bool(true)
string(7) "v1.chat"
string(18) "swoole-http-server"
bool(false)
NULL
string(0) ""
Swoole\WebSocket\Frame 676f742000ff 2 1 true
got a frame
bool(true)
bool(false)
int(4000)
string(6) "enough"
bool(true)
Swoxide\WebSocket\Exception(4000): failed to send: the client has closed the WebSocket
Swoxide\WebSocket\Exception(4000): failed to receive: the client has closed the WebSocket
Swoxide\WebSocket\Exception(4000): failed to ping: the client has closed the WebSocket
int(1000)
NULL
open /room id=1 anna
host 127.0.0.1:PORT
closed
open / - -
host localhost:PORT
closed
