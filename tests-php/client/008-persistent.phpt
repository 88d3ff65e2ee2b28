--TEST--
A persistent connection outlives its object, if it is whole and nothing was said to the one before
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Server('127.0.0.1', 0);
    $server->on('connect', function ($server, $fd) { echo "connect $fd\n"; });
    $server->on('receive', fn ($server, $fd, $reactor, $data) => $data === 'end' ? $server->close($fd) : $server->send($fd, "$fd:$data"));
    $server->on('close', function ($server, $fd) { echo "close $fd\n"; });
    PHP);

function client(string $id = ''): Swoole\Client
{
    global $server;
    $client = new Swoole\Client(SWOOLE_SOCK_TCP | SWOOLE_KEEP, SWOOLE_SOCK_SYNC, $id);
    $client->connect('127.0.0.1', $server->port, 5);
    printf("reuse %s %d, id %s\n", var_export($client->reuse, true), $client->reuseCount, var_export($client->id, true));
    return $client;
}
function ask(Swoole\Client $client, string $words): void
{
    $client->send($words);
    echo $client->recv(), "\n";
}

ask($client = client(), 'a');
unset($client);
ask($client = client(), 'b');
$client->close();
ask($client = client(), 'c');
// Taken: another one needs another.
ask($second = client(), 'd');
ask($third = client('third'), 'e');
unset($client, $second, $third);
ask($third = client('third'), 'f');
$third->close(true);
$server->waitForOutput("close 3\n");
ask($third = client('third'), 'g');

// An answer that nobody took is not for the next one.
$third->send('late');
$read = [$third];
$write = $except = [];
swoole_client_select($read, $write, $except, 5);
unset($third);
ask($third = client('third'), 'h');
// Nor does one go on that the server has ended.
$third->send('end');
swoole_client_select($read, $write, $except, 5) && $third->recv();
$third->close();
ask(client('third'), 'i');
?>
--EXPECT--
reuse false 0, id NULL
1:a
reuse true 1, id NULL
1:b
reuse true 2, id NULL
1:c
reuse false 0, id NULL
2:d
reuse false 0, id 'third'
3:e
reuse true 1, id 'third'
3:f
reuse false 0, id 'third'
4:g
reuse false 0, id 'third'
5:h
reuse false 0, id 'third'
6:i
