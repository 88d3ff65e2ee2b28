--TEST--
max_request recycles workers under load: nothing is lost, and it is no error
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

foreach (MODES as $mode) {
    $server = cluster($mode, ['max_request' => 200, 'max_request_grace' => 50], <<<'PHP'
        $server->on('workerError', function ($server, $id, $pid, $code, $signal) { echo "workerError, code $code, signal $signal\n"; });
        $server->on('close', function () { echo "close\n"; });
        $server->on('beforeReload', function () { echo "beforeReload\n"; });
        PHP);
    $load = new Load($server->port);
    waitUntil(fn () => substr_count($server->output(), 'workerStart') >= 12, 'five replacements of each worker');
    // Its ends are no ends of the server's.
    $unwanted = preg_grep('/^(close|workerError|beforeReload)/', explode("\n", $server->output()));
    echo "$mode: ", $load->verdict(), ' ', implode(', ', $unwanted), $server->log(), "\n";
    unset($load);
    $all = family($server);
    echo 'exit code ', $server->stop(), ', left: ', whatIsLeft($server, $all), "\n";
}
?>
--EXPECT--
SWOOLE_BASE: 0 missing, 0 wrong, 0 dropped 
exit code 0, left: nothing
SWOOLE_PROCESS: 0 missing, 0 wrong, 0 dropped 
exit code 0, left: nothing
