--TEST--
kill -9 of a worker: in SWOOLE_PROCESS its clients do not notice, in SWOOLE_BASE they get the end and others do not notice
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('close', function ($server, $fd) { echo "close $fd\n"; });
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError, signal $signal\n"; });
        $server->on('request', fn ($request, $response) => $response->end(json_encode($server->stats()['connection_num'])));
        PHP);
    $clients = oneClientPerWorker($server);
    [$victim, $other] = array_keys($clients);
    waitUntil(fn () => (new HttpClient($server->port))->get('/')->body === '3', 'nobody else');
    $before = substr_count($server->output(), 'close');
    posix_kill($victim, SIGKILL);
    $id = pidOf($server, 0) === $victim ? 0 : 1;
    pidOf($server, $id, [$victim]);
    echo "$mode: ", $mode === 'SWOOLE_BASE'
        ? $clients[$victim]->receiveAll()
        : explode(' ', $clients[$victim]->text('hello')->receive()->payload)[1];
    echo ', the other: ', $clients[$other]->text('hello')->receive()->payload === "$other hello" ? 'the same' : 'another', "\n";
    // What the dead one had is not counted for ever.
    $left = $mode === 'SWOOLE_BASE' ? '2' : '3';
    waitUntil(fn () => (new HttpClient($server->port))->get('/')->body === $left, "$left connections");
    echo count(oneClientPerWorker($server)), " workers, zombies: ", zombies($server), "\n";
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
    preg_match_all('/workerError.*/', $server->output(), $matches);
    echo implode(', ', $matches[0]), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: end, the other: the same
2 workers, zombies: 0
exit code 0, left: nothing
workerError, signal 9
SWOOLE_PROCESS: hello, the other: the same
2 workers, zombies: 0
exit code 0, left: nothing
workerError, signal 9
