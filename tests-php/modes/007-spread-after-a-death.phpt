--TEST--
Connections of SWOOLE_BASE spread evenly after the death of a worker that was at closing some
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$server = cluster('SWOOLE_BASE', [], <<<'PHP'
    $server->on('message', function ($server, $frame) {
        if ($frame->data === 'close') {
            // More than the client's socket takes: it is not through when the worker dies.
            $server->push($frame->fd, str_repeat('x', 16 << 20));
            echo $server->close($frame->fd) ? "closed\n" : "not closed\n";
        } else {
            $server->push($frame->fd, (string) $server->worker_id);
        }
    });
    PHP);
$killed = pidOf($server, 0);
pidOf($server, 1);
$who = fn (WebSocketClient $client) => $client->text('who?')->receive()->payload;
$clients = ['0' => [], '1' => []];
for ($count = 0; $count < 10; $count++) {
    $client = new WebSocketClient($server->port);
    $clients[$who($client)][] = $client->readAheadLittle();
}
echo count($clients['0']), ' and ', count($clients['1']), "\n";
foreach ($clients['0'] as $client) {
    $client->text('close');
}
waitUntil(fn () => substr_count($server->output(), "closed\n") === 5, 'the closing of connections');
posix_kill($killed, SIGKILL);
pidOf($server, 0, [$killed]);
$all = $clients['1'];
while (count($all) < 20) {
    $all[] = new WebSocketClient($server->port);
}
$counts = array_count_values(array_map($who, $all));
ksort($counts);
echo implode(' and ', $counts), "\n";
?>
--EXPECT--
5 and 5
10 and 10
