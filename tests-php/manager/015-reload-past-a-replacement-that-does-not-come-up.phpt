--TEST--
A replacement that never comes up costs nothing, and the next reload starts another one with the program as it is then
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $stuck = tempnam(sys_get_temp_dir(), 'stuck');
    unlink($stuck);
    $server = cluster($mode, ['max_wait_time' => 1], sprintf(<<<'PHP'
        $server->on('workerStart', function ($server, $id) {
            echo "workerStart $id #" . getmypid() . "\n";
            while (file_exists(%s)) {
                usleep(1000);
            }
            echo "up $id #" . getmypid() . "\n";
        });
        $server->on('workerError', function () { echo "workerError\n"; });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP, var_export($stuck, true)));
    $first = pidOf($server, 'up 0');
    pidOf($server, 'up 1');
    $client = oneClientPerWorker($server)[$first];
    touch($stuck);
    $server->signal(SIGUSR1);
    $second = pidOf($server, 0, [$first]);
    echo "$mode: ", $client->text('hello')->receive()->payload === "$first hello" ? 'the old one works on' : 'another', "\n";
    // Whoever asks before its time is over does not end it.
    waitUntil(function () use ($server, $second) {
        $server->signal(SIGUSR1);
        usleep(50000);
        return !isAlive($second);
    }, 'the end of the replacement');
    unlink($stuck);
    $third = pidOf($server, 'up 0', [$first]);
    waitUntil(fn () => $client->text('hello')->receive()->payload === "$third hello", 'the new one');
    waitUntil(fn () => str_contains($server->output(), "afterReload\n"), 'the end of the reload');
    echo str_contains($server->output(), 'workerError') ? 'an error, ' : 'no error, ', 'exit code ', $server->stop(), "\n";
    echo preg_replace(['/^\[.*?\] /m', '/[\d.]+ s,/', '/pid \d+/'], ['', 'N s,', 'pid N'], $server->log());
}
?>
--EXPECT--
SWOOLE_BASE: the old one works on
no error, exit code 0
WARNING the replacement of worker 0 (pid N) has not come up for N s, it is ended and another one started
SWOOLE_PROCESS: the old one works on
no error, exit code 0
WARNING the replacement of worker 0 (pid N) has not come up for N s, it is ended and another one started
