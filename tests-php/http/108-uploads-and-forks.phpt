--TEST--
A child that a callback forks has the request object, too, and its end does not touch the uploaded file
--FILE--
<?php
require __DIR__ . '/../include/forms.php';

$folder = uploadFolder();
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['upload_tmp_dir' => $folder]);
    $server->on('request', function ($request, $response) {
        $path = $request->files['f']['tmp_name'];
        $child = pcntl_fork();
        if ($child === 0) {
            exit(is_uploaded_file($path) ? 0 : 1);
        }
        pcntl_waitpid($child, $status);
        $response->end(json_encode([pcntl_wexitstatus($status), is_uploaded_file($path), file_get_contents($path)]));
    });
    PHP);

echo (new HttpClient($server->port))->post('/', form(['f' => ['f', 'content']]), FORM)->body, "\n";
waitUntil(fn () => inside($folder) === 0, 'the file to go');
echo "gone\n";
?>
--EXPECT--
[0,true,"content"]
gone
