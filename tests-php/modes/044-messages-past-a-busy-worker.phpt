--TEST--
Many messages to a worker that is busy keep nothing from others
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 2], <<<'PHP'
        $server->on('task', fn () => waitForSign());
        $server->on('message', function ($server, $frame) {
            $server->task('', 0);
            foreach (range(1, 1000) as $number) {
                // More than lies in the channels between processes: some waits with the sender.
                $server->sendMessage(str_pad($number, 20_000), 1);
                $server->sendMessage(str_pad($number, 20_000), 2);
            }
        });
        $server->on('pipeMessage', function ($server, $from, $number) {
            static $next = 1;
            // They come slower than they are sent.
            usleep(200);
            $number = (int) $number;
            if ($number !== $next++) {
                echo "$number came to $server->worker_id at the wrong time\n";
            }
            if ($number === 1000) {
                echo "all came to $server->worker_id\n";
            }
        });
        PHP, withSign($sign));
    (new WebSocketClient($server->port))->text('go');
    $server->waitForOutput('all came to 2');
    giveSign($sign);
    $server->waitForOutput('all came to 1');
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
all came to 2
all came to 1
SWOOLE_PROCESS
all came to 2
all came to 1
