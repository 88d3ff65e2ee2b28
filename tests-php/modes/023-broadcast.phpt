--TEST--
What one worker pushes to all connections comes to each exactly once, and in the order in which it was pushed
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 4], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            foreach (range(1, 20) as $number) {
                // One and the same, and one for each.
                $all = "all $number " . str_repeat('.', $number * 500);
                foreach ($server->connections as $fd) {
                    $server->push($fd, $all);
                    $server->push($fd, "$fd $number");
                }
            }
            foreach ($server->connections as $fd) {
                $server->push($fd, 'last');
            }
        });
        PHP);
    $clients = [];
    foreach (range(1, 60) as $fd) {
        $clients[$fd] = new WebSocketClient($server->port);
    }
    $clients[17]->text('go');
    $right = 0;
    foreach ($clients as $fd => $client) {
        $right += (function () use ($client, $fd) {
            foreach (range(1, 20) as $number) {
                $said = [$client->receive()->payload, $client->receive()->payload];
                if ($said !== ["all $number " . str_repeat('.', $number * 500), "$fd $number"]) {
                    return false;
                }
            }
            return $client->receive()->payload === 'last' && $client->isQuiet(0.01);
        })();
    }
    echo "$right of 60 heard all of it\n";
});
?>
--EXPECT--
SWOOLE_BASE
60 of 60 heard all of it
SWOOLE_PROCESS
60 of 60 heard all of it
