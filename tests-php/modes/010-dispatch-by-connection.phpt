--TEST--
dispatch_mode 2, 4 and 5: all that comes of a connection is one worker's, in order; each worker has its share
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

foreach ([2, 4, 5, null] as $rule) {
    $settings = ['worker_num' => 3] + ($rule === null ? [] : ['dispatch_mode' => $rule]);
    $server = severalProcesses('SWOOLE_PROCESS', $settings, <<<'PHP'
        $server->on('open', function ($server, $request) {
            // 7 and 10 are the same modulo 3, and so are 8 and 11.
            $server->bind($request->fd, (int) $request->get['uid']);
            $server->push($request->fd, 'open');
        });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$server->worker_id $frame->data"));
        PHP);
    $clients = [];
    foreach ([7, 8, 9, 10, 11, 12] as $uid) {
        $clients[$uid] = new WebSocketClient($server->port, "/?uid=$uid");
        $clients[$uid]->receive();
    }
    foreach (range(1, 200) as $number) {
        foreach ($clients as $client) {
            $client->text((string) $number);
        }
    }
    $workers = [];
    foreach ($clients as $uid => $client) {
        foreach (range(1, 200) as $number) {
            [$worker, $said] = explode(' ', $client->receive()->payload);
            $workers[$uid][$worker] = true;
            echo (int) $said === $number ? '' : "$said instead of $number\n";
        }
    }
    $workers = array_map(array_keys(...), $workers);
    echo 'dispatch_mode ', $rule ?? 'by default', ': ', array_sum(array_map(count(...), $workers)) === 6 ? 'one worker each' : json_encode($workers), ', ';
    // Connections of one address, here all, have one worker in mode 4.
    $counts = array_count_values(array_merge(...$workers));
    sort($counts);
    echo json_encode($counts), $rule === 5 ? ' by uid: ' . json_encode(array_map(fn ($uid) => $workers[$uid] === [$uid % 3], array_keys($workers))) : '', "\n";
}
?>
--EXPECT--
dispatch_mode 2: one worker each, [2,2,2]
dispatch_mode 4: one worker each, [6]
dispatch_mode 5: one worker each, [2,2,2] by uid: [true,true,true,true,true,true]
dispatch_mode by default: one worker each, [2,2,2]
