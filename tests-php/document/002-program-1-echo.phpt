--TEST--
The document's first program answers every message, and says who comes, speaks and goes
--SKIPIF--
<?php require __DIR__ . '/../include/document.php'; sayIfNotIsolated(); ?>
--FILE--
<?php
require __DIR__ . '/../include/document.php';

$server = runDocument('1-echo');

$first = new WebSocketClient($server->port);
echo $first->text('hello')->receive(), "\n";
$second = new WebSocketClient($server->port);
echo $second->binary('hi')->receive(), "\n";
echo $first->text('你好')->receive(), "\n";
echo $first->leave(), "\n";
$server->waitForOutput('client 1 closed');
$second->drop();
$server->waitForOutput('client 2 closed');

// It has no onRequest, so HTTP gets the 400 page.
echo (new HttpClient($server->port))->get('/?message=hello')->status, "\n";
$server->waitForOutput('client 3 closed');

echo 'exit code ', $server->stop(), "\n", $server->output(), $server->log();
?>
--EXPECT--
text: this is server
text: this is server
text: this is server
close: 1000
400
exit code 0
server: handshake success with fd1
receive from 1:hello,opcode:1,fin:1
server: handshake success with fd2
receive from 2:hi,opcode:2,fin:1
receive from 1:你好,opcode:1,fin:1
client 1 closed
client 2 closed
client 3 closed
