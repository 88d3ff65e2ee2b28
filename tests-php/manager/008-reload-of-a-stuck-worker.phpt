--TEST--
A worker that does not come out of its callback is ended after max_wait_time at a reload, and the reload goes on
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 1], <<<'PHP'
        $server->on('message', function ($server, $frame) {
            if ($frame->data === 'loop') {
                echo "loop\n";
                while (true);
            }
            $server->push($frame->fd, getmypid() . " $frame->data");
        });
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError, code $code, signal $signal\n"; });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $old = [pidOf($server, 0), pidOf($server, 1)];
    [$stuck, $other] = [new WebSocketClient($server->port), null];
    $pid = explode(' ', $stuck->text('who')->receive()->payload)[0];
    $other = oneClientPerWorker($server);
    $stuck->text('loop');
    $server->waitForOutput("loop\n");
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    unset($other[$pid]);
    $other = current($other);
    echo "$mode\nthe other worker's client: ", explode(' ', $other->text('hello')->receive()->payload)[1], "\n";
    echo 'the client itself: ', $mode === 'SWOOLE_BASE' ? $stuck->receiveAll() : explode(' ', $stuck->text('hello')->receive()->payload)[1], "\n";
    // The new one works.
    waitUntil(fn () => !array_filter($old, isAlive(...)), 'the end of the old workers');
    echo count(array_diff(array_keys(oneClientPerWorker($server)), $old)), " new workers\n";
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
    echo preg_replace('/^(worker|manager)Start.*\n/m', '', printed($server));
    echo preg_replace(['/^\[.*\] /m', '/pid.\d+/', '/\d+(?= (?:\(pid|id))/', '/(worker|id=)\s?[01]\b/'], ['', 'pid N', 'N', '$1 N'], $server->log());
}
?>
--EXPECT--
SWOOLE_BASE
the other worker's client: hello
the client itself: end
2 new workers
exit code 0, left: nothing
loop
workerError, code 0, signal 9
afterReload
WARNING worker N (pid N): worker exit timeout, forced termination
WARNING worker(pid N, id= N) abnormal exit, status=0, signal=9
SWOOLE_PROCESS
the other worker's client: hello
the client itself: hello
2 new workers
exit code 0, left: nothing
loop
workerError, code 0, signal 9
afterReload
WARNING worker N (pid N): worker exit timeout, forced termination
WARNING worker(pid N, id= N) abnormal exit, status=0, signal=9
