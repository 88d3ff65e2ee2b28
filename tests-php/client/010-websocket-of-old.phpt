--TEST--
A synchronous WebSocket client of old works unchanged: swoole_client, pack() and unpack(), nothing masked
--FILE--
<?php
require __DIR__ . '/../include/harness.php';
require __DIR__ . '/../include/OldWebSocketClient.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->on('open', fn ($server, $request) => $server->push($request->fd, "welcome to {$request->server['request_uri']}"));
    $server->on('message', fn ($server, $frame) => $frame->data === 'bye' ? $server->disconnect($frame->fd, 4000, 'bye') : $server->push($frame->fd, $frame->data, $frame->opcode));
    $server->on('close', function () { echo "closed\n"; });
    PHP);

$client = new OldWebSocketClient('127.0.0.1', $server->port, '/chat');
echo strtok($client->connect(), "\r"), "\n", $client->recv()->data, "\n";
foreach ([1, 125, 126, 65535, 65536, 300000] as $length) {
    $client->send($message = str_repeat('m', $length));
    $frame = $client->recv();
    printf("%d %d %s\n", strlen($frame->data), $frame->opcode, var_export($frame->data === $message && $frame->finish, true));
}
$client->send($bytes = random_bytes(1000), WEBSOCKET_OPCODE_BINARY);
$frame = $client->recv();
var_dump($frame->opcode, $frame->data === $bytes);
$client->send('are you there', WEBSOCKET_OPCODE_PING);
$frame = $client->recv();
echo "$frame->opcode $frame->data\n";
$client->send('bye');
$frame = $client->recv();
echo get_class($frame), " $frame->code $frame->reason\n";
$client->disconnect();
$server->waitForOutput("closed\n");
$server->stop();
echo $server->log();
?>
--EXPECT--
HTTP/1.1 101 Switching Protocols
welcome to /chat
1 1 true
125 1 true
126 1 true
65535 1 true
65536 1 true
300000 1 true
int(2)
bool(true)
10 are you there
Swoole\WebSocket\CloseFrame 4000 bye
