--TEST--
A file is open as long as it is sent: closed when its client leaves, and a client sees that one has shrunk
--FILE--
<?php
require __DIR__ . '/../include/files.php';
require __DIR__ . '/../include/modes.php';

$folder = folder([]);
$file = "$folder/large.bin";
inEachMode(function ($mode) use ($file) {
    file_put_contents($file, '');
    truncate($file, 64 << 20);
    $server = severalProcesses($mode, ['worker_num' => 2], '$file = ' . var_export($file, true) . ';' . <<<'PHP'
        $server->on('request', fn ($request, $response) => $response->sendfile($file));
        PHP);
    $opened = function () use ($server, $file) {
        $count = 0;
        foreach ($server->processes() as $pid) {
            foreach (glob("/proc/$pid/fd/*") as $descriptor) {
                $count += @readlink($descriptor) === $file;
            }
        }
        return $count;
    };
    $request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    $leaving = (new HttpClient($server->port))->readAheadLittle()->raw($request);
    echo strlen($leaving->read(10000)), " read\n";
    // The worker's own goes when it has sent it.
    waitUntil(fn () => $opened() === 1, 'the file to be open once');
    $leaving->reset();
    waitUntil(fn () => $opened() === 0, 'the file to be closed');

    $slow = (new HttpClient($server->port))->readAheadLittle()->raw($request);
    $slow->readThrough("\r\n\r\n");
    truncate($file, 1 << 20);
    $length = strlen($slow->readAll());
    echo $length < 64 << 20 ? "cut short\n" : "padded\n";
    waitUntil(fn () => $opened() === 0, 'the file to be closed');
    // The others are served.
    echo strlen((new HttpClient($server->port))->get()->body), "\n";
});

function truncate(string $file, int $length): void
{
    $handle = fopen($file, 'r+');
    ftruncate($handle, $length);
    fclose($handle);
}
?>
--EXPECT--
SWOOLE_BASE
10000 read
cut short
1048576
SWOOLE_PROCESS
10000 read
cut short
1048576
