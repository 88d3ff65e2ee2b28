--TEST--
shutdown() in a worker, a task worker or an added process stops the server; code behind start() runs in the first process only
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    foreach (['worker', 'task worker', 'added process', 'twice'] as $where) {
        $server = cluster($mode, ['task_worker_num' => 1, 'max_wait_time' => 60], '$where = ' . var_export($where, true) . ";\n" . <<<'PHP'
            $process = new Swoole\Process(function ($process) use ($server) {
                $process->read();
                // The end that it asks for would be its own, before it can say so. It is there until it is told to end: it
                // would be started again otherwise.
                pcntl_sigprocmask(SIG_BLOCK, [SIGTERM]);
                echo json_encode($server->shutdown()) . "\n";
                pcntl_sigwaitinfo([SIGTERM]);
            });
            $server->on('message', function ($server, $frame) use ($where, $process) {
                match ($where) {
                    'worker' => print(json_encode($server->shutdown()) . "\n"),
                    'twice' => print(json_encode([$server->shutdown(), $server->shutdown()]) . "\n"),
                    'task worker' => $server->task('go'),
                    'added process' => $process->write('go'),
                };
            });
            $server->on('task', fn ($server) => print(json_encode($server->shutdown()) . "\n"));
            if ($where === 'added process') {
                $server->addProcess($process);
            }
            $server->on('shutdown', function () { echo "shutdown\n"; });
            PHP, start: 'var_dump($server->start()); echo "behind start() #" . getmypid() . "\n"; var_dump($server->shutdown());');
        array_map(fn ($who) => pidOf($server, $who), [0, 1, 2, 'managerStart']);
        $client = new WebSocketClient($server->port);
        $all = family($server);
        $client->text('go');
        echo "$mode, $where: ", $client->closeCode(), ', exit code ', $server->wait(), ', left: ', whatIsLeft($server, $all), ', ';
        $lines = preg_grep('/Start|^$/', explode("\n", $server->output()), PREG_GREP_INVERT);
        echo str_replace("#$server->pid", 'in the first process', implode(', ', $lines)), $server->log(), "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, worker: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_BASE, task worker: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_BASE, added process: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_BASE, twice: 1001, exit code 0, left: nothing, [true,true], shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_PROCESS, worker: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_PROCESS, task worker: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_PROCESS, added process: 1001, exit code 0, left: nothing, true, shutdown, bool(true), behind start() in the first process, bool(false)
SWOOLE_PROCESS, twice: 1001, exit code 0, left: nothing, [true,true], shutdown, bool(true), behind start() in the first process, bool(false)
