--TEST--
taskwait() gives the answer; false when there is none in time, or when there will be none: then at once
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $sign = sign();
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 2], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            $timed = function ($action) {
                $began = microtime(true);
                $result = $action();
                return [$result, microtime(true) - $began];
            };
            echo json_encode($server->taskwait('value', 5)) . ' ' . json_encode($server->taskwait(['an' => 'array'], 5)) . ' ' . json_encode($server->taskwait('where', 5, 1)) . "\n";
            // Half a second unless it is told another time.
            foreach (['doze' => [], 'sleep' => [0.1, 0]] as $what => $limit) {
                [$result, $time] = $timed(fn () => $server->taskwait($what, ...$limit));
                echo json_encode($result) . ' after the time: ' . json_encode($time >= ($limit[0] ?? 0.5) - 0.01 && $time < 5) . "\n";
            }
            // Nobody answers: there is no reason to wait for 20 seconds.
            foreach (['null', 'throw', 'die', 'kill', 'exit'] as $what) {
                [$result, $time] = $timed(fn () => $server->taskwait($what, 20, 1));
                echo "$what: " . json_encode($result) . ($time < 10 ? '' : " after $time s") . "\n";
            }
            echo json_encode($server->taskwait('twice', 5, 1)) . ', then ' . json_encode($server->taskwait('value', 20, 1)) . "\n";
            $server->push($frame->fd, 'done');
        });
        $server->on('task', function ($server, $id, $from, $what) {
            switch ($what) {
                case 'doze':
                    usleep(1_000_000);
                    return 'too late';
                case 'sleep':
                    waitForSign();
                    return 'too late';
                case 'null': return null;
                case 'throw': throw new Exception('no');
                case 'die': posix_kill(getmypid(), SIGKILL); sleep(100);
                case 'kill': @trigger_error('a fatal error', E_USER_ERROR);
                case 'exit': exit(3);
                case 'where': return $server->worker_id;
                case 'twice':
                    $server->finish('first');
                    return 'second';
                default: return $what;
            }
        });
        $server->on('finish', fn ($server, $id, $data) => print("onFinish is not to be called: $id\n"));
        PHP, withSign($sign));
    echo (new WebSocketClient($server->port))->text('go')->receive(), "\n";
    giveSign($sign);
    preg_match_all('/^(?!PHP|Stack|#|  thrown|Fatal error|$).+/m', $server->output(), $lines);
    echo implode("\n", $lines[0]), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
text: done
"value" {"an":"array"} 2
false after the time: true
false after the time: true
null: false
throw: false
die: false
kill: false
exit: false
"first", then "value"
SWOOLE_PROCESS
text: done
"value" {"an":"array"} 2
false after the time: true
false after the time: true
null: false
throw: false
die: false
kill: false
exit: false
"first", then "value"
