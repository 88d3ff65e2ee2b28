--TEST--
Connections spread evenly over the workers of SWOOLE_BASE, and all that comes of one is that worker's
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

$server = severalProcesses('SWOOLE_BASE', ['worker_num' => 4], <<<'PHP'
    $server->on('open', fn ($server, $request) => $server->push($request->fd, (string) $server->worker_id));
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, (string) $server->worker_id));
    $server->on('close', fn ($server, $fd) => print("$server->worker_id\n"));
    PHP);

$clients = [];
$come = function (int $count) use (&$clients, $server) {
    while ($count-- > 0) {
        $client = new WebSocketClient($server->port);
        $clients[] = [$client, $client->receive()->payload];
    }
};
$spread = function () use (&$clients) {
    $counts = array_count_values(array_column($clients, 1));
    ksort($counts);
    return json_encode($counts);
};

$come(40);
echo $spread(), "\n";

foreach ([1, 2, 3] as $round) {
    foreach ($clients as [$client, $worker]) {
        $answer = $client->text("round $round")->receive()->payload;
        echo $answer === $worker ? '' : "worker $answer instead of $worker\n";
    }
}

// All that one worker has leave, and half of another's: others come in their place.
$left = [];
foreach ($clients as $number => [$client, $worker]) {
    if ($worker === '1' || ($worker === '3' && $number % 2)) {
        $client->leave();
        $left[] = $worker;
        unset($clients[$number]);
    }
}
waitForLines($server, count($left));
echo sorted($server->output()) === sorted(implode("\n", $left)) ? 'each end was told to its worker' : 'no', "\n";
$come(count($left));
echo $spread(), "\n";
$come(60);
echo $spread(), "\n";
?>
--EXPECT--
[10,10,10,10]
each end was told to its worker
[10,10,10,10]
[25,25,25,25]
