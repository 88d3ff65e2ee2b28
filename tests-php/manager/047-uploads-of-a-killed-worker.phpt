--TEST--
Uploaded files of a process that has ended are deleted: of the request that it was at, of one that it has kept, of one that comes
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
    $server->signal(SIGUSR1);
    waitUntil(fn () => inside($folder) === 0, 'no file');
    echo "after a reload: none\n";
    if ($mode === 'SWOOLE_PROCESS') {
        (new HttpClient($server->port))->post('/keep', $body, FORM);
        $manager = pidOf($server, 'managerStart');
        posix_kill($manager, SIGKILL);
        pidOf($server, 'managerStart', [$manager]);
        echo 'after another manager: ', inside($folder), "\n";
    }
    waitUntil(fn () => (new HttpClient($server->port))->post('/keep', $body, FORM)->body === 'kept', 'a worker');
    $server->signal(SIGTERM);
    $server->wait();
    echo 'after the end: ', inside($folder), "\n";
});

// The gateway has one that comes, and a worker one that was kept.
$folder = uploadFolder();
$server = cluster('SWOOLE_PROCESS', ['worker_num' => 1, 'upload_tmp_dir' => $folder], <<<'PHP'
    $server->on('request', function ($request, $response) use (&$kept) {
        $kept = $request;
        $response->end();
    });
    PHP);
pidOf($server, 0);
(new HttpClient($server->port))->post('/', form(['f' => ['f', 'content']]), FORM);
$unfinished = new HttpClient($server->port);
$unfinished->raw("POST / HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: 400000\r\n\r\n"
    . substr(form(['f' => ['f', str_repeat('x', 400000)]]), 0, 300000));
waitUntil(fn () => inside($folder) === 2, 'two files');
$table = processTable();
[$gateway] = array_values(array_filter(family($server), fn ($pid) => $table[$pid]['parent'] === $server->pid && $pid !== pidOf($server, 'managerStart')));
posix_kill($gateway, SIGKILL);
$server->wait();
echo 'killed gateway: ', inside($folder), "\n";
?>
--EXPECT--
SWOOLE_BASE
kept, 1 file
killed: no answer, 0 files
the next: content, 1 file, kept
after a reload: none
after the end: 0
SWOOLE_PROCESS
kept, 1 file
killed: an answer, 1 files
the next: content, 1 file, kept
after a reload: none
after another manager: 0
after the end: 0
killed gateway: 0
