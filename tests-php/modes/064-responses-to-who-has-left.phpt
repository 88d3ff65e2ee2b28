--TEST--
write(), sendfile(), redirect() and end() to a client that has gone return false
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
        $server->on('request', function ($request, $response) use ($server) {
            $what = substr($request->server['request_uri'], 1);
            if ($what === 'between') {
                $response->write('first');
            }
            echo "begun\n";
            for ($deadline = microtime(true) + 5; $server->exist($request->fd) && microtime(true) < $deadline; usleep(2000));
            $done = match ($what) {
                'write', 'between' => $response->write('too late'),
                'sendfile' => $response->sendfile('/etc/hostname'),
                'redirect' => $response->redirect('/'),
                'trailer' => $response->trailer('X-Sum', '1') && $response->end(),
                'end' => $response->end('too late'),
            };
            echo "$what: ", var_export($done, true), ', ', swoole_last_error(), ', ', var_export($response->isWritable(), true), "\n";
        });
        PHP);
    foreach (['write', 'between', 'sendfile', 'redirect', 'trailer', 'end'] as $number => $what) {
        $client = new HttpClient($server->port);
        $client->raw("GET /$what HTTP/1.1\r\nHost: a\r\n\r\n");
        waitUntil(fn () => substr_count($server->output(), "begun\n") > $number, 'the request to be begun');
        $client->reset();
        $server->waitForOutput("$what: ");
    }
    echo str_replace("begun\n", '', $server->output());
});
?>
--EXPECT--
SWOOLE_BASE
write: false, 1005, false
between: false, 1005, false
sendfile: false, 1005, false
redirect: false, 1005, false
trailer: false, 1005, false
end: false, 1005, false
SWOOLE_PROCESS
write: false, 1005, false
between: false, 1005, false
sendfile: false, 1005, false
redirect: false, 1005, false
trailer: false, 1005, false
end: false, 1005, false
