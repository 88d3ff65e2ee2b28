--TEST--
kill -9 of the process with the gateway ends the server, start() returns false; kill -9 of the first process leaves nothing
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

$start = 'var_dump($server->start());';
$text = '$server->on("shutdown", function () { echo "shutdown\n"; }); $server->on("workerStop", function () { echo "workerStop\n"; });'
    . '$server->addProcess(new Swoole\Process(function () { while (true) sleep(1); }));';
$server = cluster('SWOOLE_PROCESS', text: $text, start: $start);
array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
$client = new WebSocketClient($server->port);
$all = family($server);
$table = processTable();
[$gateway] = array_values(array_filter($all, fn ($pid) => $table[$pid]['parent'] === $server->pid && $pid !== pidOf($server, 'managerStart')));
posix_kill($gateway, SIGKILL);
echo 'exit code ', $server->wait(), ', left: ', whatIsLeft($server, $all), ', ', $client->receiveAll(), "\n";
echo preg_replace('/^.*Start.*\n/m', '', $server->output()), preg_replace(['/^\[.*\] /m', '/pid \d+/'], ['', 'pid N'], $server->log());

foreach (MODES as $mode) {
    $server = cluster($mode, ['task_worker_num' => 1], "\$server->on('task', fn () => null); $text", $start);
    array_map(fn ($who) => pidOf($server, $who), [0, 1, 2, 'managerStart']);
    $client = new WebSocketClient($server->port);
    // One is stuck.
    $all = waitUntil(fn () => count($all = family($server)) === ($mode === 'SWOOLE_BASE' ? 5 : 7) ? $all : null, 'all processes');
    $server->signal(SIGKILL);
    echo "$mode: exit code ", $server->wait(), ', left: ', whatIsLeft($server, $all), ', ', $client->receiveAll(), "\n";
}
?>
--EXPECT--
exit code 0, left: nothing, end
workerStop
workerStop
shutdown
bool(false)
ERROR the gateway's process (pid N) has died (code 0, signal 9), and all connections with it: the server ends
SWOOLE_BASE: exit code 137, left: nothing, end
SWOOLE_PROCESS: exit code 137, left: nothing, end
