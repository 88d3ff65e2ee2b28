--TEST--
A worker in an endless loop: others work on, it can be killed, and it does not hold the end up for longer than max_wait_time
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 3], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'loop') {
                echo "loop\n";
                while (true);
            }
            $server->push($frame->fd, getmypid() . " $frame->data");
        });
        PHP);
    $clients = oneClientPerWorker($server);
    [$victim, $other] = array_keys($clients);
    $clients[$victim]->text('loop');
    $server->waitForOutput("loop\n");
    echo "$mode: ", $clients[$other]->text('hello')->receive()->payload === "$other hello" ? 'the other works' : 'hm', ', ';
    // Its own sockets are served all the same.
    echo $clients[$victim]->ping('x')->receive(), ', ';
    posix_kill($victim, SIGKILL);
    $id = pidOf($server, 0) === $victim ? 0 : 1;
    $new = pidOf($server, $id, [$victim]);
    if ($mode === 'SWOOLE_BASE') {
        echo $clients[$victim]->receiveAll(), "\n";
    } else {
        // What it was handling is lost, and nothing else.
        echo $clients[$victim]->text('hello')->receive()->payload === "$new hello" ? "the new one works\n" : "hm\n";
    }
    $clients = oneClientPerWorker($server);
    $clients[$new]->text('loop');
    waitUntil(fn () => substr_count($server->output(), "loop\n") === 2, 'the second loop');
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), ', ', $clients[$new]->closeCode() ?? 'no close frame', "\n";
    echo preg_replace(['/^.* is started again .*\n/m', '/^\[.*\] /m', '/pid.\d+/', '/id=\d/', '/worker \d/'], ['', '', 'pid N', 'id=N', 'worker N'], $server->log());
}
?>
--EXPECT--
SWOOLE_BASE: the other works, pong: x, end
exit code 0, left: nothing, no close frame
WARNING worker(pid N, id=N) abnormal exit, status=0, signal=9
WARNING worker N (pid N): worker exit timeout, forced termination
WARNING worker(pid N, id=N) abnormal exit, status=0, signal=9
SWOOLE_PROCESS: the other works, pong: x, the new one works
exit code 0, left: nothing, 1001
WARNING worker(pid N, id=N) abnormal exit, status=0, signal=9
WARNING worker N (pid N): worker exit timeout, forced termination
WARNING worker(pid N, id=N) abnormal exit, status=0, signal=9
