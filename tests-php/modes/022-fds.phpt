--TEST--
The numbers of connections are one row over all processes, and none is given twice
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 4, 'start_session_id' => 1000], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$request->fd"));
        PHP);
    $fds = [];
    foreach (range(1, 5) as $round) {
        $clients = array_map(fn () => new WebSocketClient($server->port), range(1, 20));
        foreach ($clients as $client) {
            $fds[] = (int) $client->receive()->payload;
        }
        foreach ($clients as $number => $client) {
            $number % 2 ? $client->leave() : $client->drop();
        }
    }
    sort($fds);
    echo $fds === range(1001, 1100) ? 'from 1001 to 1100' : json_encode($fds), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
from 1001 to 1100
SWOOLE_PROCESS
from 1001 to 1100
