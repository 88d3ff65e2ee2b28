--TEST--
getClientInfo() tells how many bytes wait for a client that does not read, as of the last push
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['socket_buffer_size' => 500_000]);
    $queued = fn ($fd) => $server->getClientInfo($fd)['send_queued_bytes'];
    $server->on('message', function ($server, $frame) use ($queued) {
        $fd = $frame->fd;
        if ($frame->data === 'how much?') {
            $server->push($fd, $queued($fd) === 0 ? 'nothing' : (string) $queued($fd));
            return;
        }
        for ($number = 0; $number < 10_000 && $server->push($fd, str_repeat('x', 10_000)); $number++);
        // The kernel may have taken a little more of it since.
        var_dump($queued($fd) > 300_000, $queued($fd) <= 500_000);
        echo "pushed $number\n";
    });
    PHP);

$client = (new WebSocketClient($server->port))->text('go');
$server->waitForOutput('pushed');
preg_match('/pushed (\d+)/', $server->output(), $match);
for ($number = 0; $number < $match[1]; $number++) {
    $client->receive();
}
echo $client->text('how much?')->receive(), "\n", preg_replace('/^pushed .*\n/m', '', $server->output());
?>
--EXPECT--
text: nothing
bool(true)
bool(true)
