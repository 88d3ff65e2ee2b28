--TEST--
A server that stops in the middle of an upload leaves no file behind; a relative upload_tmp_dir is that of the start
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('chdir(' . var_export($folder, true) . ');' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['upload_tmp_dir' => 'uploads', 'max_wait_time' => 1]);
    $server->on('workerStart', fn () => chdir('/'));
    $server->on('request', fn ($request, $response) => $response->end(dirname($request->files['f']['tmp_name'])));
    PHP);
echo str_replace($folder, 'FOLDER', (new HttpClient($server->port))->post('/', form(['f' => ['f', 'x']]), FORM)->body), "\n";
$client = new HttpClient($server->port);
$client->raw("POST / HTTP/1.1\r\nHost: a\r\n" . FORM[0] . "\r\nContent-Length: 400000\r\n\r\n"
    . substr(form(['f' => ['f', str_repeat('x', 400000)]]), 0, 300000));
waitUntil(fn () => inside("$folder/uploads") === 1, 'the file to begin');
echo $server->stop(), ', left: ', inside("$folder/uploads"), "\n";
rmdir("$folder/uploads");
?>
--EXPECT--
FOLDER/uploads
0, left: 0
