--TEST--
One broadcast reaches each of 1,000 connections exactly once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', function ($server, $frame) {
        $pushed = 0;
        foreach ($server->connections as $fd) {
            $pushed += $server->push($fd, $frame->data);
        }
        echo "pushed to $pushed\n";
    });
    PHP);

$clients = array_map(fn () => new WebSocketClient($server->port), range(1, 1000));
$clients[0]->text('news');

$got = 0;
foreach ($clients as $client) {
    $got += (string) $client->receive() === 'text: news';
}
echo "$got got it\n";

// Nothing but the pong comes after it: nobody got it twice.
$once = 0;
foreach ($clients as $client) {
    $once += (string) $client->ping('once')->receive() === 'pong: once';
}
echo "$once got it once\n", $server->output();
?>
--EXPECT--
1000 got it
1000 got it once
pushed to 1000
