--TEST--
Workers that have given up root's rights may ask for reload() and shutdown() as others do
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    echo 'skip only root can give up rights';
} elseif (!posix_getpwnam('nobody')) {
    echo 'skip there is no user nobody';
}
?>
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'user' => 'nobody'], <<<'PHP'
        $server->on('task', fn () => null);
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, json_encode(match ($frame->data) {
            'reload' => $server->reload(),
            'reload task workers' => $server->reload(true),
            'shutdown' => [$server->shutdown(), $server->shutdown()],
        })));
        $server->on('afterReload', function () { echo "afterReload\n"; });
        $server->on('shutdown', function () { echo "onShutdown\n"; });
        PHP);
    $worker = pidOf($server, 0);
    $tasks = pidOf($server, 1);
    $client = new WebSocketClient($server->port);
    echo "$mode: ", $client->text('reload')->receive(), ', ';
    $worker = pidOf($server, 0, [$worker]);
    $tasks = pidOf($server, 1, [$tasks]);
    $server->waitForOutput('afterReload');
    echo $client->text('reload task workers')->receive(), ', ';
    pidOf($server, 1, [$tasks]);
    waitUntil(fn () => substr_count($server->output(), 'afterReload') === 2, 'the second reload');
    echo $worker === pidOf($server, 0) ? 'the same worker, ' : 'another worker, ', $client->text('shutdown')->receive();
    echo ', exit code ', $server->wait(), str_contains($server->output(), 'onShutdown') ? ', onShutdown' : '', "\n";
}
?>
--EXPECT--
SWOOLE_BASE: text: true, text: true, the same worker, text: [true,true], exit code 0, onShutdown
SWOOLE_PROCESS: text: true, text: true, the same worker, text: [true,true], exit code 0, onShutdown
