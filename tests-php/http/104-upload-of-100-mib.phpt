--TEST--
An upload of 100 MiB costs 16 MiB of memory at the most, and others are served meanwhile
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['upload_tmp_dir' => $folder, 'package_max_length' => 101 << 20]);
    $server->on('request', function ($request, $response) {
        $file = $request->files['big'] ?? null;
        $response->end($file ? "$file[size] " . hash_file('xxh128', $file['tmp_name']) . " {$request->post['behind']}" : 'fine');
    });
    PHP);

/** The most memory that any of the server's processes has had, in KiB. */
function peak(TestServer $server): int
{
    $peaks = array_map(function (int $pid) {
        preg_match('/^VmHWM:\s+(\d+) kB/m', file_get_contents("/proc/$pid/status"), $match);
        return (int) $match[1];
    }, $server->processes());
    return max($peaks);
}

// So that what is used from the first request on is there.
$small = new HttpClient($server->port);
$small->post('/', form(['f' => ['f', str_repeat('x', 300000)]]), FORM);
$before = peak($server);

$block = random_bytes(1 << 20);
$hash = hash_init('xxh128');
$head = "--b\r\nContent-Disposition: form-data; name=\"big\"; filename=\"big.bin\"\r\n\r\n";
$tail = "\r\n" . part('form-data; name="behind"', 'the file') . '--b--';
$client = new HttpClient($server->port);
$client->raw("POST / HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: " . (strlen($head) + (100 << 20) + strlen($tail)) . "\r\n\r\n$head");
$slowest = 0;
for ($sent = 0; $sent < 100; $sent++) {
    // Another one at each place.
    $data = substr($block, $sent) . substr($block, 0, $sent);
    hash_update($hash, $data);
    $client->raw($data);
    $begin = microtime(true);
    $small->get();
    $slowest = max($slowest, microtime(true) - $begin);
}
$answer = $client->raw($tail)->response()->body;
echo $answer === (100 << 20) . ' ' . hash_final($hash) . ' the file' ? 'it came as it was' : $answer, "\n";
$grown = peak($server) - $before;
echo $grown <= 16 << 10 ? "little memory\n" : "$grown KiB more\n";
echo $slowest < 1 ? "served\n" : "one had to wait for $slowest s\n";
waitUntil(fn () => inside($folder) === 0, 'the file to go');
echo "gone\n";
?>
--EXPECT--
it came as it was
little memory
served
gone
