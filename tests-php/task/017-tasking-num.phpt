--TEST--
tasking_num counts tasks that are not done, and is 0 again when all are, or when their worker has died
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 2], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'stats') {
                $stats = $server->stats();
                return $server->push($frame->fd, "$stats[tasking_num] of $stats[task_count]");
            }
            $server->task($frame->data, $frame->data === 'value' ? 1 : 0);
        });
        $server->on('task', function ($server, $id, $from, $what) {
            match ($what) {
                'wait' => waitForSign(),
                'throw' => throw new Exception,
                'die' => posix_kill(getmypid(), SIGKILL) && sleep(100),
                default => null,
            };
            return $what;
        });
        PHP, withSign($sign));
    $client = new WebSocketClient($server->port);
    $wait = fn ($expected) => waitUntil(fn () => $client->text('stats')->receive()->payload === $expected, "$expected tasks") && print("$expected\n");
    $wait('0 of 0');
    foreach (['wait', 'throw', 'die', 'die', 'wait'] as $what) {
        $client->text($what);
    }
    $wait('5 of 5');
    $client->text('value');
    $wait('5 of 6');
    giveSign($sign);
    // After the first one the others are done and lost, but for the last.
    $wait('1 of 6');
    giveSign($sign);
    $wait('0 of 6');
});
?>
--EXPECT--
SWOOLE_BASE
0 of 0
5 of 5
5 of 6
1 of 6
0 of 6
SWOOLE_PROCESS
0 of 0
5 of 5
5 of 6
1 of 6
0 of 6
