--TEST--
An answer that was ended reaches its client although the program exits at once
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (range(1, 8) as $_) {
    $server = TestServer::run(<<<'PHP'
        $server = new Swoole\Http\Server('127.0.0.1', 0);
        $server->on('request', function ($request, $response) {
            $response->end('the last words');
            exit(5);
        });
        PHP);
    echo (new HttpClient($server->port))->get()->body, ' ';
    // One of several workers ends alone, and is replaced.
    echo Combination::isOneProcess() ? $server->wait() : waitUntil(
        fn () => preg_match('/abnormal exit, status=(\d+)/', $server->log(), $match) ? $match[1] : false,
        'the end of the worker'
    ), "\n";
}
?>
--EXPECT--
the last words 5
the last words 5
the last words 5
the last words 5
the last words 5
the last words 5
the last words 5
the last words 5
