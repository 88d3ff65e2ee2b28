--TEST--
Faults: an endless loop, memory_limit, a fatal error and exit() under load cost in SWOOLE_PROCESS that one message, in SWOOLE_BASE the clients of the worker
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    foreach (['exit', 'fatal', 'memory', 'loop'] as $how) {
        $server = cluster($mode, ['max_wait_time' => 1], <<<'PHP'
            ini_set('memory_limit', '32M');
            error_reporting(E_ALL & ~E_DEPRECATED);
            $server->on('message', function ($server, $frame) {
                if (!is_numeric($frame->data)) {
                    echo "die #" . getmypid() . "\n";
                    match ($frame->data) {
                        'exit' => exit(7),
                        'fatal' => @trigger_error('a fatal matter', E_USER_ERROR),
                        'memory' => str_repeat('x', 100 << 20),
                        'loop' => (function () { while (true); })(),
                    };
                }
                $server->push($frame->fd, getmypid() . " $frame->data");
            });
            $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $code $signal\n"; });
            PHP);
        pidOf($server, 0);
        pidOf($server, 1);
        $load = new Load($server->port, clients: 16, returns: true);
        for ($count = 1; $count <= 3; $count++) {
            $old = [pidOf($server, 0), pidOf($server, 1)];
            $client = new WebSocketClient($server->port);
            $client->text($how);
            waitUntil(fn () => substr_count($server->output(), 'die #') === $count, 'the deed');
            $victim = pidOf($server, 'die');
            if ($how === 'loop') {
                // Whoever watches the server ends it by a reload, or so.
                posix_kill($victim, SIGKILL);
            }
            pidOf($server, $old[0] === $victim ? 0 : 1, $old);
            $load->await(100);
        }
        ['missing' => $missing, 'wrong' => $wrong, 'dropped' => $dropped] = $load->end();
        preg_match_all('/^workerError.*$/m', $server->output(), $matches);
        echo "$mode, $how: $missing missing, $wrong wrong, ", $mode === 'SWOOLE_PROCESS' || $dropped >= 48 ? "$dropped dropped" : 'some or none dropped',
            ', ', implode(', ', $matches[0]), "\n";
        $all = family($server);
        echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE, exit: 0 missing, 0 wrong, some or none dropped, workerError 7 0, workerError 7 0, workerError 7 0
exit code 0, left: nothing
SWOOLE_BASE, fatal: 0 missing, 0 wrong, some or none dropped, workerError 255 0, workerError 255 0, workerError 255 0
exit code 0, left: nothing
SWOOLE_BASE, memory: 0 missing, 0 wrong, some or none dropped, workerError 255 0, workerError 255 0, workerError 255 0
exit code 0, left: nothing
SWOOLE_BASE, loop: 0 missing, 0 wrong, some or none dropped, workerError 0 9, workerError 0 9, workerError 0 9
exit code 0, left: nothing
SWOOLE_PROCESS, exit: 0 missing, 0 wrong, 0 dropped, workerError 7 0, workerError 7 0, workerError 7 0
exit code 0, left: nothing
SWOOLE_PROCESS, fatal: 0 missing, 0 wrong, 0 dropped, workerError 255 0, workerError 255 0, workerError 255 0
exit code 0, left: nothing
SWOOLE_PROCESS, memory: 0 missing, 0 wrong, 0 dropped, workerError 255 0, workerError 255 0, workerError 255 0
exit code 0, left: nothing
SWOOLE_PROCESS, loop: 0 missing, 0 wrong, 0 dropped, workerError 0 9, workerError 0 9, workerError 0 9
exit code 0, left: nothing
