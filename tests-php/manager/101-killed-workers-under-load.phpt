--TEST--
Faults: kill -9 of workers under load loses in SWOOLE_PROCESS no more than the message being handled, in SWOOLE_BASE the clients of the dead worker
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

const KILLS = 10;
foreach (MODES as $mode) {
    $server = cluster($mode, text: <<<'PHP'
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $code $signal\n"; });
        PHP);
    $load = new Load($server->port, clients: 16, returns: true);
    for ($count = 0; $count < KILLS; $count++) {
        $pid = pidOf($server, $count % 2);
        posix_kill($pid, SIGKILL);
        pidOf($server, $count % 2, [$pid]);
        $load->await(200);
    }
    ['missing' => $missing, 'wrong' => $wrong, 'dropped' => $dropped] = $load->end();
    // A client of SWOOLE_BASE that is dropped counts what it had under way as gone with the connection.
    echo "$mode: ", $missing <= ($mode === 'SWOOLE_PROCESS' ? KILLS : 0) ? 'no more missing than one for each' : "$missing missing", ", $wrong wrong, ";
    echo match (true) {
        $mode === 'SWOOLE_PROCESS' => "$dropped dropped",
        // At most all clients each time; those of the other worker go on.
        $dropped > 0 && $dropped < 16 * KILLS => 'some dropped',
        default => "$dropped dropped",
    }, ', ', substr_count($server->output(), 'workerError 0 9'), " errors\n";
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: no more missing than one for each, 0 wrong, some dropped, 10 errors
exit code 0, left: nothing
SWOOLE_PROCESS: no more missing than one for each, 0 wrong, 0 dropped, 10 errors
exit code 0, left: nothing
