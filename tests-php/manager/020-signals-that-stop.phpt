--TEST--
SIGTERM and SIGINT to the first process, to the manager or to the whole group stop the server in order
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';

// One group, as a terminal and a service manager have it: the signal reaches every process at about the same time.
$toAll = function (int $signal): callable {
    return function (TestServer $server) use ($signal) {
        foreach (family($server) as $pid) {
            posix_kill($pid, $signal);
        }
    };
};
$ways = [
    'SIGTERM' => fn (TestServer $server) => $server->signal(SIGTERM),
    'SIGINT' => fn (TestServer $server) => $server->signal(SIGINT),
    'SIGTERM to the manager' => fn (TestServer $server) => posix_kill(pidOf($server, 'managerStart'), SIGTERM),
    'SIGTERM to all' => $toAll(SIGTERM),
    'SIGINT to all, as by Ctrl-C' => $toAll(SIGINT),
];
foreach (MODES as $mode) {
    foreach ($ways as $name => $way) {
        $server = cluster($mode, ['max_wait_time' => 60], <<<'PHP'
            $server->on('request', function ($request, $response) {
                echo "request\n";
                usleep(300000);
                $response->end('answered');
            });
            $server->on('close', function ($server, $fd) { echo "close $fd\n"; });
            $server->on('beforeShutdown', function () { echo "beforeShutdown\n"; });
            $server->on('workerStop', function ($server, $id) { echo "workerStop\n"; });
            $server->on('workerError', function () { echo "workerError\n"; });
            $server->on('managerStop', function () { echo "managerStop\n"; });
            $server->on('shutdown', function () { echo "shutdown\n"; });
            PHP, start: 'var_dump($server->start());');
        array_map(fn ($who) => pidOf($server, $who), [0, 1, 'managerStart']);
        $client = new WebSocketClient($server->port);
        $client->text('hello')->receive();
        $http = new HttpClient($server->port);
        $http->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        $server->waitForOutput('request');
        $all = family($server);
        $way($server);
        echo "$mode, $name: ", $http->response()->body, ', ', $client->closeCode(), ', ';
        echo 'exit code ', $server->wait(), ', left: ', whatIsLeft($server, $all), "\n";
        $lines = preg_grep('/Start /', explode("\n", trim($server->output())), PREG_GREP_INVERT);
        // Closes and beforeShutdown are of processes that need not wait for each other.
        $first = preg_grep('/^(close|beforeShutdown)/', $lines);
        sort($first);
        $rest = preg_grep('/^(workerS|workerE|managerStop|shutdown|bool)/', $lines);
        if (str_contains($name, 'to all')) {
            // A worker that hears of it before the first process does may have been replaced by then.
            $rest = [preg_replace('/^(workerStop, ){2,4}(?!workerStop)/', 'workerStop, workerStop, ', implode(', ', $rest))];
        }
        echo implode(', ', [...$first, ...$rest]), "\n";
        // Whose signal comes first is not known.
        echo preg_replace('/^.*NOTICE SIGTERM for the gateway.*\n/m', '', $server->log());
    }
}
?>
--EXPECT--
SWOOLE_BASE, SIGTERM: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_BASE, SIGINT: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_BASE, SIGTERM to the manager: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_BASE, SIGTERM to all: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_BASE, SIGINT to all, as by Ctrl-C: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_PROCESS, SIGTERM: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_PROCESS, SIGINT: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_PROCESS, SIGTERM to the manager: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_PROCESS, SIGTERM to all: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
SWOOLE_PROCESS, SIGINT to all, as by Ctrl-C: answered, 1001, exit code 0, left: nothing
beforeShutdown, close 1, close 2, workerStop, workerStop, managerStop, shutdown, bool(true)
