--TEST--
Faults: fifty reloads under load lose nothing and drop nobody, in either mode
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError $code $signal\n"; });
        $server->on('close', function () { echo "close\n"; });
        $server->on('afterReload', function () { echo "afterReload\n"; });
        PHP);
    $load = new Load($server->port, clients: 16, size: 100);
    for ($count = 1; $count <= 50; $count++) {
        $server->signal(SIGUSR1);
        waitUntil(fn () => substr_count($server->output(), 'afterReload') === $count, "the end of reload $count");
        $load->await(100);
    }
    echo "$mode: ", preg_match_all('/^close|^workerError/m', $server->output()), ' ends, ';
    echo $load->verdict(), ', zombies: ', zombies($server), $server->log(), "\n";
    $all = family($server);
    echo count($all) <= 5 ? 'no more processes than before' : count($all) . ' processes', ', exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: 0 ends, 0 missing, 0 wrong, 0 dropped, zombies: 0
no more processes than before, exit code 0, left: nothing
SWOOLE_PROCESS: 0 ends, 0 missing, 0 wrong, 0 dropped, zombies: 0
no more processes than before, exit code 0, left: nothing
