--TEST--
A worker whose inbox is full when it is to make room hears of that when it has time, and its clients stay
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $sign = sign();
    $server = cluster($mode, ['max_wait_time' => 30], withSign($sign) . <<<'PHP'
        $server->on('managerStart', fn () => Swoole\Timer::tick(10, function () { echo "the manager looks\n"; }));
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'fill') {
                // More than any socket holds.
                for ($count = 0; $count < 20000; $count++) {
                    $server->sendMessage(str_repeat('x', 1000), 1 - $server->worker_id);
                }
            } elseif ($frame->data === 'wait') {
                echo "waits\n";
                waitForSign();
            }
            $server->push($frame->fd, getmypid() . " $frame->data");
        });
        $messages = new Swoole\Atomic;
        $server->on('pipeMessage', function () use ($messages) {
            if ($messages->add() === 20000) {
                echo "all read\n";
            }
        });
        PHP);
    $first = pidOf($server, 0);
    $clients = oneClientPerWorker($server);
    $clients[$first]->text('wait');
    $server->waitForOutput('waits');
    $other = $clients[pidOf($server, 1)];
    $other->text('fill')->receive();
    $server->signal(SIGUSR1);
    $second = pidOf($server, 0, [$first]);
    // The manager has heard that the new one is there.
    $looks = fn () => substr_count($server->output(), "the manager looks\n");
    $before = $looks();
    waitUntil(fn () => $looks() > $before + 5, 'the manager to look');
    giveSign($sign);
    echo "$mode: ", str_replace($first, 'the old one:', $clients[$first]->receive()->payload), "\n";
    waitUntil(fn () => $clients[$first]->text('hello')->receive()->payload === "$second hello", 'the new one');
    // By the two together.
    $server->waitForOutput('all read');
    echo 'all read, exit code ', $server->stop(), "\n", $server->log();
}
?>
--EXPECT--
SWOOLE_BASE: the old one: wait
all read, exit code 0
SWOOLE_PROCESS: the old one: wait
all read, exit code 0
