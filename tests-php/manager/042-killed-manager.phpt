--TEST--
kill -9 of the manager: SWOOLE_PROCESS has another one, with new workers, and connections live; SWOOLE_BASE ends
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$server = cluster('SWOOLE_PROCESS', ['task_worker_num' => 1], <<<'PHP'
    $server->on('task', fn () => 'done');
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, "$server->worker_id " . getmypid() . " $server->manager_pid " . $server->taskwait('x', 10)));
    $server->on('close', function () { echo "close\n"; });
    $server->on('afterReload', function () { echo "afterReload\n"; });
    PHP);
$old = [pidOf($server, 0), pidOf($server, 1), pidOf($server, 2)];
$manager = pidOf($server, 'managerStart');
$clients = [new WebSocketClient($server->port), new WebSocketClient($server->port)];
$before = array_map(fn ($client) => (int) $client->text('hello')->receive()->payload, $clients);
posix_kill($manager, SIGKILL);
$new = pidOf($server, 'managerStart', [$manager]);
$workers = array_map(fn ($id) => pidOf($server, $id, $old), [0, 1, 2]);
foreach ($clients as $number => $client) {
    [$id, $pid, $itsManager, $done] = explode(' ', $client->text('hello')->receive()->payload);
    echo (int) $id === $before[$number] ? 'the same worker_id, ' : 'another worker_id, ', (int) $pid === $workers[(int) $id] ? 'new, ' : 'old, ',
        (int) $itsManager === $new ? 'new manager, ' : 'old manager, ', "$done\n";
}
echo count(array_filter([$manager, ...$old], isAlive(...))), ' of the old left, zombies: ', zombies($server), "\n";
// The new one manages.
posix_kill($new, SIGUSR1);
$server->waitForOutput('afterReload');
echo explode(' ', $clients[0]->text('hello')->receive()->payload)[3], "\n";
$all = family($server);
echo count($all), ' processes, exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
echo preg_replace(['/^\[.*\] /m', '/pid \d+/', '/ in \d+ ms$/m'], ['', 'pid N', ''], $server->log());

$server = cluster('SWOOLE_BASE');
array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
$client = new WebSocketClient($server->port);
$all = family($server);
$server->signal(SIGKILL);
echo 'SWOOLE_BASE: exit code ', $server->wait(), ', left: ', whatIsLeft($server, $all), ', ', $client->receiveAll(), "\n";
?>
--EXPECT--
the same worker_id, new, new manager, done
the same worker_id, new, new manager, done
0 of the old left, zombies: 0
done
6 processes, exit code 0, left: nothing
ERROR the manager (pid N) has died (code 0, signal 9), and all workers with it: another one is started
SWOOLE_BASE: exit code 137, left: nothing, end
