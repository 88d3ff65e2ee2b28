--TEST--
dispatch_func: a client whose messages are dropped is read on, however many there are
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$server = severalProcesses('SWOOLE_PROCESS', ['worker_num' => 1], <<<'PHP'
    $server->set(['dispatch_func' => fn ($server, $fd, $type, $data) => str_starts_with($data, 'drop') ? -1 : -3]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);
$client = new WebSocketClient($server->port);
echo $client->text('before')->receive(), "\n";
// So much that the client is not read while it waits to be judged.
for ($count = 0; $count < 200; $count++) {
    $client->text('drop' . str_repeat('x', 60000));
}
echo $client->text('after')->receive(), "\n";
?>
--EXPECT--
text: before
text: after
