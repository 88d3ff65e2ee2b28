--TEST--
A watch holds up neither a reload nor the end, unless there is an onWorkerExit to end it in
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    foreach ([false, true] as $asks) {
        $server = cluster($mode, ['max_wait_time' => 60], '$asks = ' . var_export($asks, true) . ';' . <<<'PHP'
            $server->on('workerStart', function ($server, $id) use (&$pair) {
                $pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
                Swoole\Event::add($pair[0], function ($here) use ($id) {
                    echo "worker $id: ", fgets($here);
                    Swoole\Event::del($here);
                });
                echo "workerStart $id #" . getmypid() . "\n";
            });
            $asks && $server->on('workerExit', function ($server, $id) use (&$pair) {
                fwrite($pair[1], "the last word\n");
            });
            $server->on('afterReload', function () { echo "afterReload\n"; });
            PHP);
        $pids = [pidOf($server, 0), pidOf($server, 1)];
        $server->signal(SIGUSR1);
        $server->waitForOutput('afterReload');
        waitUntil(fn () => !array_filter($pids, isAlive(...)), 'the end of the old workers');
        $all = family($server);
        echo $mode, $asks ? ', asked' : '', ': exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), $server->log(), "\n";
        echo 'last words: ', substr_count($server->output(), 'the last word'), "\n";
    }
}
?>
--EXPECT--
SWOOLE_BASE: exit code 0, left: nothing
last words: 0
SWOOLE_BASE, asked: exit code 0, left: nothing
last words: 4
SWOOLE_PROCESS: exit code 0, left: nothing
last words: 0
SWOOLE_PROCESS, asked: exit code 0, left: nothing
last words: 4
