--TEST--
The document's third program pushes what an HTTP request brings to every WebSocket user
--SKIPIF--
<?php require __DIR__ . '/../include/document.php'; sayIfNotIsolated(); ?>
--FILE--
<?php
require __DIR__ . '/../include/document.php';

$server = runDocument('3-request-object');

$first = new WebSocketClient($server->port);
$server->waitForOutput('fd1');
$second = new WebSocketClient($server->port);
$server->waitForOutput('fd2');
echo $first->text('hello')->receive(), "\n";

// The request's own connection is no WebSocket user: nothing is pushed to it, and nothing is said about it.
$response = (new HttpClient($server->port))->get('/?message=' . urlencode('news for all'), ['Connection: close']);
echo "$response->status, \"$response->body\"\n";
echo $first->receive(), "\n", $second->receive(), "\n";
$server->waitForOutput('client 3 closed');

$first->leave();
$server->waitForOutput('client 1 closed');
(new HttpClient($server->port))->get('/?message=more', ['Connection: close']);
echo $second->receive(), "\n";
$server->waitForOutput('client 4 closed');

echo 'exit code ', $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: this is server
200, ""
text: news for all
text: news for all
text: more
exit code 0
server: handshake success with fd1
server: handshake success with fd2
receive from 1:hello,opcode:1,fin:1
client 3 closed
client 1 closed
client 4 closed
client 2 closed
