--TEST--
Uploaded files of a killed worker are deleted: those of the request that it was at, of one that it has kept, of one that comes
--FILE--
<?php
require __DIR__ . '/../include/cluster.php';
require __DIR__ . '/../include/forms.php';

inEachMode(function (string $mode) {
    $folder = uploadFolder();
    $server = cluster($mode, ['worker_num' => 1, 'task_worker_num' => 1, 'upload_tmp_dir' => $folder], <<<'PHP'
        $kept = [];
        $server->on('task', fn () => null);
        $server->on('request', function ($request, $response) use (&$kept) {
            $kept[] = $request;
            match ($request->server['request_uri']) {
                '/keep' => $response->end('kept'),
                '/die' => posix_kill(getmypid(), SIGKILL),
                '/read' => $response->end(file_get_contents($request->files['f']['tmp_name'])),
            };
        });
        PHP);
    $worker = pidOf($server, 0);
    $body = form(['f' => ['f.txt', 'content']]);

    echo (new HttpClient($server->port))->post('/keep', $body, FORM)->body, ', ', inside($folder), " file\n";
    $unfinished = new HttpClient($server->port);
    $unfinished->raw("POST /read HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: 400000\r\n\r\n"
        . substr(form(['f' => ['f.txt', str_repeat('x', 400000)]]), 0, 300000));
    waitUntil(fn () => inside($folder) === 2, 'the second file');
    $client = (new HttpClient($server->port))->raw("POST /die HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: " . strlen($body) . "\r\n\r\n$body");
    pidOf($server, 0, [$worker]);
    // In SWOOLE_PROCESS the one that is still coming is the gateway's.
    $left = $mode === 'SWOOLE_BASE' ? 0 : 1;
    waitUntil(fn () => inside($folder) === $left, "$left files");
    echo 'killed: ', trim($client->readAll()) === '' ? 'no answer' : 'an answer', ', ', $left, " files\n";
    $unfinished->drop();
    waitUntil(fn () => inside($folder) === 0, 'no file');

    echo 'the next: ', (new HttpClient($server->port))->post('/read', $body, FORM)->body, ', ', inside($folder), " file, kept\n";
    $server->signal(SIGTERM);
    $server->wait();
    echo 'after the end: ', inside($folder), "\n";
});
?>
--EXPECT--
SWOOLE_BASE
kept, 1 file
killed: no answer, 0 files
the next: content, 1 file, kept
after the end: 0
SWOOLE_PROCESS
kept, 1 file
killed: an answer, 1 files
the next: content, 1 file, kept
after the end: 0
