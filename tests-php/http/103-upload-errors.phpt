--TEST--
What can't be uploaded has PHP's error numbers, the rest of the form comes, the log says why, and nothing is left behind
--SKIPIF--
<?php exec('prlimit --version 2>/dev/null', $output, $status); if ($status !== 0) echo 'skip there is no prlimit'; ?>
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

function server(array $settings): TestServer
{
    return TestServer::run('$settings = ' . var_export($settings, true) . ';' . <<<'PHP'
        $server = new Swoole\Http\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('request', function ($request, $response) {
            $show = fn ($file) => [$file['name'], $file['type'], $file['tmp_name'] !== '', $file['error'], $file['size']];
            $response->end(json_encode([$request->post, array_map($show, $request->files ?? []), count($request->tmpfiles ?? [])]));
        });
        PHP);
}

/** How many files are left, when the request has gone. */
function left(string $folder): int
{
    waitUntil(fn () => inside($folder) === 0, 'the files to go');
    return inside($folder);
}

$folder = uploadFolder();
$body = form(['a' => ['a.txt', str_repeat('a', 300000)], 'b' => ['b.txt', 'short'], 'c' => 'field']);

echo "longer than upload_max_filesize, of which the whole form may be longer:\n";
$server = server(['upload_tmp_dir' => $folder, 'upload_max_filesize' => 100000]);
echo (new HttpClient($server->port))->post('/', $body, FORM)->body, ' ', left($folder), "\n";

echo "a form as long as upload_max_filesize, which is more than package_max_length:\n";
$server = server(['upload_tmp_dir' => $folder, 'upload_max_filesize' => 400000, 'package_max_length' => 100000]);
echo (new HttpClient($server->port))->post('/', $body, FORM)->body, ' ', left($folder), "\n";
echo (new HttpClient($server->port))->post('/', form(['a' => ['a', str_repeat('a', 400000)]]), FORM)->status, ' ';
echo (new HttpClient($server->port))->post('/', form(['a' => str_repeat('a', 200000)]), FORM)->status, ' ', left($folder), "\n";

echo "a form that ends within a file:\n";
echo (new HttpClient($server->port))->post('/', substr($body, 0, 200000), FORM)->body, ' ', left($folder), "\n";

echo "a connection that ends within a file:\n";
$client = new HttpClient($server->port);
$client->raw("POST / HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: " . strlen($body) . "\r\n\r\n" . substr($body, 0, 250000));
waitUntil(fn () => inside($folder) === 1, 'the file to begin');
$client->drop();
waitUntil(fn () => inside($folder) === 0, 'the file to go');
echo "gone\n";

echo "no room on the disk:\n";
$server = server(['upload_tmp_dir' => $folder]);
foreach ($server->processes() as $pid) {
    exec("prlimit --pid $pid --fsize=200000");
}
echo (new HttpClient($server->port))->post('/', $body, FORM)->body, ' ', left($folder), "\n";
$server->waitForLog('File too large');
echo preg_replace('/^\[.*?\] /', '', str_replace($folder, 'FOLDER', $server->log()));

echo "a folder that can't be:\n";
$server = server(['upload_tmp_dir' => __FILE__ . '/x']);
echo (new HttpClient($server->port))->post('/', form(['a' => ['a.txt', 'x'], 'c' => 'field']), FORM)->body, "\n";
$server->waitForLog('Not a directory');
echo preg_replace('/^\[.*?\] /', '', str_replace(__FILE__, 'FILE', $server->log()));
?>
--EXPECTF--
longer than upload_max_filesize, of which the whole form may be longer:
[{"c":"field"},{"a":["a.txt","",false,1,0],"b":["b.txt","text\/plain",true,0,5]},1] 0
a form as long as upload_max_filesize, which is more than package_max_length:
[{"c":"field"},{"a":["a.txt","text\/plain",true,0,300000],"b":["b.txt","text\/plain",true,0,5]},2] 0
413 413 0
a form that ends within a file:
[null,{"a":["a.txt","",false,3,0]},0] 0
a connection that ends within a file:
gone
no room on the disk:
[{"c":"field"},{"a":["a.txt","",false,7,0],"b":["b.txt","text\/plain",true,0,5]},1] 0
ERROR an upload can't be written to FOLDER: File too large (os error 27)
a folder that can't be:
[{"c":"field"},{"a":["a.txt","",false,6,0]},0]
ERROR an upload can't be written to FILE/x: Not a directory (os error 20)%A
