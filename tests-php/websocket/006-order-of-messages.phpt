--TEST--
Messages of one connection are handled in the order in which they were sent, however they are cut
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);

$client = new WebSocketClient($server->port);
$bytes = implode('', array_map(fn ($number) => WebSocketClient::frame("message $number"), range(1, 2000)));
// Pieces of 997 bytes cut headers, masks and payloads at every place.
foreach (str_split($bytes, 997) as $piece) {
    $client->raw($piece);
}
$inOrder = true;
foreach (range(1, 2000) as $number) {
    $inOrder = $inOrder && $client->receive()->payload === "message $number";
}
var_dump($inOrder);

foreach (str_split(WebSocketClient::frame('byte by byte')) as $byte) {
    $client->raw($byte);
}
echo $client->receive(), "\n";
?>
--EXPECT--
bool(true)
text: byte by byte
