--TEST--
10,000 tasks given in one callback are all done, each once, and all answered; the order of one task worker is kept
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2, 'task_worker_num' => 4], <<<'PHP'
        $server->on('open', fn ($server, $request) => $server->push($request->fd, "$server->worker_id"));
        $server->on('message', function ($server, $frame) {
            $given = 0;
            foreach (range(0, 9_999) as $number) {
                // The first thousand are for the second task worker, one after the other.
                $given += $server->task($number, $number < 1000 ? 1 : -1) === $number;
            }
            $server->push($frame->fd, "given: $given");
            $GLOBALS['fd'] = $frame->fd;
        });
        $server->on('task', function ($server, $id, $from, $number) {
            return [$number, $id, $server->worker_id];
        });
        $server->on('finish', function ($server, $id, $data) {
            static $seen = [], $last = -1, $right = 0;
            [$number, $task, $worker] = $data;
            $ordered = $number >= 1000 || ($worker === $server->setting['worker_num'] + 1 && $number > $last);
            if ($number < 1000) {
                $last = $number;
            }
            $right += $ordered && $task === $id && $number === $id && !isset($seen[$id]);
            $seen[$id] = true;
            if (count($seen) === 10_000) {
                $stats = $server->stats();
                $server->push($GLOBALS['fd'], "answered: $right, still under way: $stats[tasking_num]");
            }
        });
        PHP);
    $clients = [];
    while (count($clients) < 2) {
        $client = new WebSocketClient($server->port, limit: 40);
        $clients[$client->receive()->payload] ??= $client;
    }
    // Both workers at the same time.
    foreach ($clients as $client) {
        $client->text('go');
    }
    foreach ($clients as $client) {
        echo $client->receive(), "\n", preg_replace('/under way: \d+/', 'under way: some', $client->receive()), "\n";
    }
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
text: given: 10000
text: answered: 10000, still under way: some
text: given: 10000
text: answered: 10000, still under way: some
SWOOLE_PROCESS
text: given: 10000
text: answered: 10000, still under way: some
text: given: 10000
text: answered: 10000, still under way: some
