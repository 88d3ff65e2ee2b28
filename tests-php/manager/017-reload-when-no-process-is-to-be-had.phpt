--TEST--
A replacement for which the system grants no process is started later, in the place of the old one and not beside it
--SKIPIF--
<?php
if (posix_geteuid() === 0 && !posix_getpwnam('nobody')) {
    echo 'skip there is no user nobody';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    // No user may have more than no process; root may, whatever the limit says.
    $server = TestServer::script(<<<'PHP'
        if (posix_geteuid() === 0) {
            posix_setgid(posix_getpwnam('nobody')['gid']);
            posix_setuid(posix_getpwnam('nobody')['uid']);
        }
        PHP . "\$server = new Swoole\\WebSocket\\Server('127.0.0.1', 0, $mode);" . <<<'PHP'
        $server->set(['worker_num' => 2]);
        $server->on('start', ready(...));
        $server->on('workerStart', function ($server, $id) { echo "workerStart $id #" . getmypid() . "\n"; });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, getmypid() . " $frame->data"));
        $limits = posix_getrlimit();
        $before = array_map(fn ($limit) => $limit === 'unlimited' ? -1 : $limit, [$limits['soft maxproc'], $limits['hard maxproc']]);
        $server->on('beforeReload', fn () => posix_setrlimit(POSIX_RLIMIT_NPROC, 0, $before[1]));
        $server->on('afterReload', function () use ($before) {
            posix_setrlimit(POSIX_RLIMIT_NPROC, ...$before);
            echo "afterReload\n";
        });
        $server->start();
        PHP);
    $first = pidOf($server, 0);
    $other = pidOf($server, 1);
    $client = oneClientPerWorker($server)[$first];
    $server->signal(SIGUSR1);
    $server->waitForOutput('afterReload');
    echo "$mode: ", $client->text('hello')->receive()->payload === "$first hello" ? 'the old one works on' : 'another', ', ';
    $second = pidOf($server, 0, [$first]);
    waitUntil(fn () => $client->text('hello')->receive()->payload === "$second hello", 'the new one');
    pidOf($server, 1, [$other]);
    waitUntil(fn () => !isAlive($first) && !isAlive($other), 'the end of the old ones');
    echo count(family($server)), " processes\n";
    echo 'exit code ', $server->stop(), "\n", preg_replace('/^\[.*?\] /m', '', $server->log());
}
?>
--EXPECT--
SWOOLE_BASE: the old one works on, 3 processes
exit code 0
ERROR can't fork a process for worker 0: Resource temporarily unavailable (os error 11); trying again
ERROR can't fork a process for worker 1: Resource temporarily unavailable (os error 11); trying again
SWOOLE_PROCESS: the old one works on, 5 processes
exit code 0
ERROR can't fork a process for worker 0: Resource temporarily unavailable (os error 11); trying again
ERROR can't fork a process for worker 1: Resource temporarily unavailable (os error 11); trying again
