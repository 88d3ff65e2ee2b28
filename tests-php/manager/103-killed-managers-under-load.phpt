--TEST--
Faults: kill -9 of the manager under load loses in SWOOLE_PROCESS no more than what each worker was handling; no client is dropped
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

// Each of those that do not live for long is started after a longer pause.
const KILLS = 6;
$server = cluster('SWOOLE_PROCESS');
$load = new Load($server->port, clients: 16);
for ($count = 0; $count < KILLS; $count++) {
    $manager = pidOf($server, 'managerStart');
    $workers = [pidOf($server, 0), pidOf($server, 1)];
    // In the middle of a reload, every other time.
    if ($count % 2) {
        posix_kill($manager, SIGUSR1);
        usleep(random_int(0, 50000));
    }
    posix_kill($manager, SIGKILL);
    pidOf($server, 'managerStart', [$manager]);
    pidOf($server, 0, $workers);
    pidOf($server, 1, $workers);
    $load->await(200);
}
['missing' => $missing, 'wrong' => $wrong, 'dropped' => $dropped] = $load->end();
// Two workers, and one more when a replacement had begun.
echo $missing <= 3 * KILLS ? 'no more missing than one for each worker' : "$missing missing", ", $wrong wrong, $dropped dropped\n";
$all = family($server);
echo count($all), ' processes, exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
?>
--EXPECT--
no more missing than one for each worker, 0 wrong, 0 dropped
5 processes, exit code 0, left: nothing
