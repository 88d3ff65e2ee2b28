--TEST--
Sources of PHP, and what begins with a dot, are no static files: such requests are the program's
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$names = ['a.php', 'b.PHP', 'c.phtml', '.env.json', '.git/index.html', '.well-known/a.txt', 'php.txt'];
$root = folder(array_fill_keys($names, 'content'));
foreach ([[], ['static_handler_locations' => ['/']]] as $more) {
    $server = TestServer::run('$settings = ' . var_export(['document_root' => $root, 'enable_static_handler' => true] + $more, true) . ';' . <<<'PHP'
        $server = new Swoole\Http\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('request', fn ($request, $response) => $response->end('the program'));
        PHP);
    foreach ($names as $name) {
        echo "$name: ", (new HttpClient($server->port))->get("/$name")->body, "\n";
    }
}
$server = TestServer::run('$root = ' . var_export($root, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['document_root' => $root, 'enable_static_handler' => true, 'http_index_files' => ['a.php', 'php.txt']]);
    $server->on('request', fn ($request, $response) => $response->end('the program'));
    PHP);
echo 'the folder: ', (new HttpClient($server->port))->get('/')->header('Content-Type'), "\n";
?>
--EXPECT--
a.php: the program
b.PHP: the program
c.phtml: the program
.env.json: the program
.git/index.html: the program
.well-known/a.txt: content
php.txt: content
a.php: the program
b.PHP: the program
c.phtml: the program
.env.json: the program
.git/index.html: the program
.well-known/a.txt: content
php.txt: content
the folder: text/plain
