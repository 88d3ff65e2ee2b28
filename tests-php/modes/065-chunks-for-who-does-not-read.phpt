--TEST--
Of a response in chunks 128 MiB wait for a client that does not read; then write() is false, and the connection is reset
--FILE--
<?php
require __DIR__ . '/../include/files.php';
require __DIR__ . '/../include/modes.php';

inEachMode(function ($mode) {
    $server = severalProcesses($mode, ['worker_num' => 2], <<<'PHP'
        $server->on('request', function ($request, $response) {
            $piece = str_repeat('x', 1 << 20);
            for ($written = 0; $written < 400 && $response->write($piece); $written++);
            // Another process that has not looked yet takes 64 MiB.
            echo $written >= 60 && $written < 300 ? 'enough' : $written, ', ', in_array(swoole_last_error(), [1005, 1009]) ? 'an error' : 'none', "\n";
            var_dump($response->end('more'));
        });
        PHP);
    $client = (new HttpClient($server->port, 60))->readAheadLittle()->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    $server->waitForOutput("bool(", 60);
    echo str_ends_with($client->readAll(), "0\r\n\r\n") ? "whole\n" : "cut off\n", $server->output();
    echo most_memory($server) < 320 ? "bounded\n" : 'most memory: ' . most_memory($server) . " MiB\n";
});
?>
--EXPECT--
SWOOLE_BASE
cut off
enough, an error
bool(false)
bounded
SWOOLE_PROCESS
cut off
enough, an error
bool(false)
bounded
