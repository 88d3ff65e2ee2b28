--TEST--
An exception in onTask is printed, and the task worker goes on; exit and fatal errors replace it; what waits is done
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 1, 'task_worker_num' => 1], <<<'PHP'
        $server->on('workerError', fn ($server, $worker, $pid, $code, $signal) => print("workerError: $worker, code $code, signal $signal\n"));
        $server->on('message', function ($server, $frame) {
            // All are given before the first is done.
            foreach (['before', 'exception', 'between', 'exit', 'after exit', 'fatal', 'after fatal', 'kill', 'last'] as $what) {
                $server->task([$what, $frame->fd]);
            }
        });
        $server->on('task', function ($server, $id, $from, $data) {
            [$what, $fd] = $data;
            match ($what) {
                'exception' => throw new LogicException('in a task'),
                'exit' => exit(7),
                'fatal' => @trigger_error('a fatal error', E_USER_ERROR),
                'kill' => posix_kill(getmypid(), SIGKILL) && sleep(100),
                default => null,
            };
            return [$what, $fd, getmypid()];
        });
        $server->on('finish', fn ($server, $id, $data) => $server->push($data[1], "$id $data[0] $data[2]"));
        PHP);
    $client = (new WebSocketClient($server->port, limit: 20))->text('go');
    $pids = [];
    foreach (range(1, 5) as $number) {
        [$id, $rest] = explode(' ', $client->receive()->payload, 2);
        preg_match('/^(.*) (\d+)$/', $rest, $match);
        $pids[] = $match[2];
        echo "$id $match[1]", "\n";
    }
    echo json_encode(array_map(fn ($pid) => array_search($pid, array_values(array_unique($pids))), $pids)), " are the processes that did them\n";
    waitUntil(fn () => substr_count($server->output(), 'workerError') === 3, 'onWorkerError');
    preg_match_all('/^(workerError|Fatal|PHP Fatal).*/m', $server->output(), $lines);
    echo preg_replace('/ in \S+(:| on line )\d+/', '', implode("\n", $lines[0])), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
0 before
2 between
4 after exit
6 after fatal
8 last
[0,0,1,2,3] are the processes that did them
Fatal error: Uncaught LogicException: in a task
workerError: 1, code 7, signal 0
Fatal error: a fatal error
workerError: 1, code 255, signal 0
workerError: 1, code 0, signal 9
SWOOLE_PROCESS
0 before
2 between
4 after exit
6 after fatal
8 last
[0,0,1,2,3] are the processes that did them
Fatal error: Uncaught LogicException: in a task
workerError: 1, code 7, signal 0
Fatal error: a fatal error
workerError: 1, code 255, signal 0
workerError: 1, code 0, signal 9
