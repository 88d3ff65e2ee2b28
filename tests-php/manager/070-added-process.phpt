--TEST--
addProcess(): the process runs with the workers, reaches connections and workers, is started again when it ends, and ends with the server
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 5], <<<'PHP'
        $process = new Swoole\Process(function ($process) use ($server) {
            echo 'process, ' . get_class($process) . ', own pid ' . json_encode($process->pid === getmypid())
                . ", worker_id $server->worker_id #" . getmypid() . "\n";
            while (true) {
                $message = $process->read();
                if ($message === 'end') {
                    return;
                }
                [$fd, $text] = explode(' ', $message, 2) + [1 => ''];
                foreach ($server->connections as $other) {
                    $server->push($other, "$text, " . count($server->connections) . ' connections, ' . json_encode($server->stats()['user_worker_num']));
                }
            }
        });
        $server->on('message', function ($server, $frame) use ($process) {
            $process->write($frame->data === 'end' ? 'end' : "$frame->fd $frame->data");
        });
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $id, code $code, signal $signal\n"; });
        var_dump($server->addProcess($process));
        PHP);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
    $pid = pidOf($server, 'process, Swoole\\\\Process, own pid true, worker_id 2');
    $clients = [new WebSocketClient($server->port), new WebSocketClient($server->port)];
    echo "$mode: ";
    $clients[0]->text('hello');
    foreach ($clients as $client) {
        echo $client->receive(), '; ';
    }
    $clients[1]->text('end');
    $second = pidOf($server, 'process, Swoole\\\\Process, own pid true, worker_id 2', [$pid]);
    $clients[0]->text('again');
    foreach ($clients as $client) {
        echo $client->receive(), '; ';
    }
    posix_kill($second, SIGKILL);
    pidOf($server, 'process, Swoole\\\\Process, own pid true, worker_id 2', [$pid, $second]);
    $clients[1]->text('and again');
    foreach ($clients as $client) {
        echo $client->receive(), '; ';
    }
    $all = family($server);
    echo "\nexit code ", $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
    echo preg_replace('/^(worker|manager)Start.*\n/m', '', printed($server)), preg_replace(['/^.* is started again .*\n/m', '/^\[.*\] /m', '/pid=\d+/'], ['', '', 'pid=N'], $server->log());
}
?>
--EXPECT--
SWOOLE_BASE: text: hello, 2 connections, 1; text: hello, 2 connections, 1; text: again, 2 connections, 1; text: again, 2 connections, 1; text: and again, 2 connections, 1; text: and again, 2 connections, 1; 
exit code 0, left: nothing
int(0)
process, Swoole\Process, own pid true, worker_id 2
process, Swoole\Process, own pid true, worker_id 2
workerError 2, code 0, signal 9
process, Swoole\Process, own pid true, worker_id 2
WARNING worker(pid=N, id=2) abnormal exit, status=0, signal=9
SWOOLE_PROCESS: text: hello, 2 connections, 1; text: hello, 2 connections, 1; text: again, 2 connections, 1; text: again, 2 connections, 1; text: and again, 2 connections, 1; text: and again, 2 connections, 1; 
exit code 0, left: nothing
int(0)
process, Swoole\Process, own pid true, worker_id 2
process, Swoole\Process, own pid true, worker_id 2
workerError 2, code 0, signal 9
process, Swoole\Process, own pid true, worker_id 2
WARNING worker(pid=N, id=2) abnormal exit, status=0, signal=9
