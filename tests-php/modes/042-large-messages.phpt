--TEST--
sendMessage() of 20 MiB arrives whole, and many messages to a busy worker arrive all and in order
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('task', fn () => waitForSign());
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'large') {
                $server->sendMessage(str_repeat('0123456789abcdef', 20 << 16), 1);
                $server->sendMessage(array_fill(0, 1_000_000, 'value'), 1);
                return;
            }
            // It is busy, and will read them later.
            $server->task('');
            $sent = 0;
            foreach (range(1, 3_000) as $number) {
                // More than lies in the channel: the rest waits with the sender.
                $sent += $server->sendMessage((object) ['number' => $number, 'more' => str_repeat('.', 10_000)], 1);
            }
            echo "sent $sent\n";
        });
        $server->on('pipeMessage', function ($server, $from, $value) {
            static $next = 1, $right = 0;
            if (is_string($value)) {
                echo (strlen($value) >> 20) . " MiB " . ($value === str_repeat('0123456789abcdef', 20 << 16) ? "whole\n" : "broken\n");
            } elseif (is_array($value)) {
                echo count($value) . " values\n";
            } elseif ($value->number === $next && strlen($value->more) === 10_000) {
                if ($next++ === 3_000) {
                    echo "all in order\n";
                }
            } else {
                echo "$value->number instead of $next\n";
            }
        });
        PHP, withSign($sign));
    $client = new WebSocketClient($server->port);
    $client->text('large');
    $server->waitForOutput('values');
    $client->text('many');
    $server->waitForOutput('sent');
    giveSign($sign);
    $server->waitForOutput('all in order');
    echo $server->output(), $server->log();
});
?>
--EXPECT--
SWOOLE_BASE
20 MiB whole
1000000 values
sent 3000
all in order
SWOOLE_PROCESS
20 MiB whole
1000000 values
sent 3000
all in order
