--TEST--
A download of 100 MiB holds a bounded part of it in memory: a file a piece, a response in chunks what its client has not read
--FILE--
<?php
require __DIR__ . '/../include/files.php';
require __DIR__ . '/../include/modes.php';

const SIZE = 100 << 20;
$folder = folder(['large.bin' => '']);
$handle = fopen("$folder/large.bin", 'w');
for ($number = 0; $number < 100; $number++) {
    fwrite($handle, str_repeat(chr($number), 1 << 20));
}
fclose($handle);
$sum = hash_file('xxh128', "$folder/large.bin");
inEachMode(function ($mode) use ($folder, $sum) {
    foreach (['/sendfile' => 24, '/static/large.bin' => 24, '/write' => 160] as $target => $limit) {
        $settings = ['worker_num' => 2, 'document_root' => $folder, 'enable_static_handler' => true];
        $server = severalProcesses($mode, $settings, '$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
            symlink('.', "$folder/static");
            $server->on('request', function ($request, $response) use ($folder) {
                if ($request->server['request_uri'] === '/sendfile') {
                    $response->sendfile("$folder/large.bin");
                    return;
                }
                for ($number = 0; $number < 1600; $number++) {
                    $response->write(str_repeat(chr(intdiv($number, 16)), 1 << 16));
                }
            });
            PHP);
        $before = most_memory($server);
        $client = (new HttpClient($server->port))->raw("GET $target HTTP/1.1\r\nHost: a\r\n\r\n");
        $head = $client->readThrough("\r\n\r\n");
        $hash = hash_init('xxh128');
        if (str_contains($head, 'chunked')) {
            while (($size = hexdec(rtrim($client->readThrough("\r\n")))) > 0) {
                hash_update($hash, $client->read($size));
                $client->read(2);
            }
        } else {
            for ($left = SIZE; $left > 0; $left -= 1 << 16) {
                hash_update($hash, $client->read(1 << 16));
            }
        }
        $grown = most_memory($server) - $before;
        echo "$target: ", hash_final($hash) === $sum ? 'same' : 'different', ', ';
        echo $grown < $limit ? "within $limit MiB" : sprintf('%.1f MiB', $grown), "\n";
        @unlink("$folder/static");
    }
});
?>
--EXPECT--
SWOOLE_BASE
/sendfile: same, within 24 MiB
/static/large.bin: same, within 24 MiB
/write: same, within 160 MiB
SWOOLE_PROCESS
/sendfile: same, within 24 MiB
/static/large.bin: same, within 24 MiB
/write: same, within 160 MiB
