--TEST--
Connections still spread evenly over the workers of SWOOLE_BASE after reloads, and after a worker was killed
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$server = cluster('SWOOLE_BASE', ['worker_num' => 4], <<<'PHP'
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, (string) $server->worker_id));
    $server->on('close', function () { echo "close\n"; });
    $server->on('afterReload', function () { echo "reloaded\n"; });
    PHP);

$clients = [];
$pids = [];
$come = function (int $count) use (&$clients, $server) {
    while ($count-- > 0) {
        $clients[] = new WebSocketClient($server->port);
    }
};
$spread = function () use (&$clients) {
    $workers = array_map(fn ($client) => $client->text('who?')->receiveOrEnd()?->payload, $clients);
    $clients = array_values(array_filter($clients, fn ($number) => $workers[$number] !== null, ARRAY_FILTER_USE_KEY));
    $counts = array_count_values(array_filter($workers, is_string(...)));
    ksort($counts);
    return json_encode($counts);
};
$printed = fn (string $line) => substr_count($server->output(), "$line\n");
$started = function () use (&$pids, $server) {
    $pids = array_map(fn ($worker) => pidOf($server, $worker, $pids), [0, 1, 2, 3]);
};

$started();
$come(40);
echo $spread(), "\n";
foreach ([1, 2, 3] as $round) {
    $server->signal(SIGUSR1);
    waitUntil(fn () => $printed('reloaded') === $round, 'the end of the reload');
    $started();
    foreach (array_splice($clients, 0, 20) as $client) {
        $client->leave();
    }
    waitUntil(fn () => $printed('close') === 20 * $round, 'the ends of connections');
    $come(20);
    echo "after reload $round: ", $spread(), "\n";
}

posix_kill($pids[2], SIGKILL);
pidOf($server, 2, $pids);
echo 'after a death: ', $spread(), "\n";
$come(10);
echo 'and again: ', $spread(), "\n";
?>
--EXPECT--
[10,10,10,10]
after reload 1: [10,10,10,10]
after reload 2: [10,10,10,10]
after reload 3: [10,10,10,10]
after a death: {"0":10,"1":10,"3":10}
and again: [10,10,10,10]
