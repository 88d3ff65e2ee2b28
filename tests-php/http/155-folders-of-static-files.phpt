--TEST--
A folder is its index file, or a page with its names where http_autoindex says so
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['index.html' => 'the root', 'docs/start.htm' => 'docs', 'both/index.html' => 'first', 'both/start.htm' => 'second',
    'list/b.txt' => 'b', 'list/a & <b>".txt' => 'a', 'list/.hidden' => '', 'list/javascript:alert(1)' => '', 'list/sub/x.txt' => 'x',
    'folder-for-index/index.html/x.txt' => 'x', 'evil.example/x.txt' => 'x']);
foreach ([false, true] as $lists) {
    echo $lists ? "http_autoindex\n" : "http_index_files\n";
    $settings = ['document_root' => $folder, 'enable_static_handler' => true, 'http_index_files' => ['index.html', 'start.htm'], 'http_autoindex' => $lists];
    $server = TestServer::run('$settings = ' . var_export($settings, true) . ';' . <<<'PHP'
        $server = new Swoole\Http\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('request', fn ($request, $response) => $response->end('from PHP'));
        PHP);
    $client = new HttpClient($server->port);
    foreach (['/', '/docs/', '/docs', '/docs?a=b', '/both/', '/list/', '/list', '//evil.example', '//evil.example/%0d%0a/..', '/folder-for-index/', '/none/'] as $target) {
        $response = $client->get($target);
        echo "$target: $response->status, {$response->header('Content-Type')}, ", $response->header('Location') ?? (str_contains($response->body, '<ul>') ? 'a list' : $response->body), "\n";
    }
    if ($lists) {
        $page = $client->get('/list/');
        echo $page->header('Content-Type'), "\n", $page->body;
        echo $client->get('/list/a%20%26%20%3Cb%3E%22%2Etxt')->body, "\n";
    }
}
catching(fn () => (new Swoole\Http\Server('127.0.0.1', 0))->set(['http_index_files' => ['../index.html']]));
?>
--EXPECT--
http_index_files
/: 200, text/html, the root
/docs/: 200, text/html, docs
/docs: 301, text/html; charset=UTF-8, /docs/
/docs?a=b: 301, text/html; charset=UTF-8, /docs/?a=b
/both/: 200, text/html, first
/list/: 200, text/html, from PHP
/list: 200, text/html, from PHP
//evil.example: 200, text/html, from PHP
//evil.example/%0d%0a/..: 200, text/html, from PHP
/folder-for-index/: 200, text/html, from PHP
/none/: 200, text/html, from PHP
http_autoindex
/: 200, text/html, the root
/docs/: 200, text/html, docs
/docs: 301, text/html; charset=UTF-8, /docs/
/docs?a=b: 301, text/html; charset=UTF-8, /docs/?a=b
/both/: 200, text/html, first
/list/: 200, text/html; charset=UTF-8, a list
/list: 301, text/html; charset=UTF-8, /list/
//evil.example: 301, text/html; charset=UTF-8, /evil.example/
//evil.example/%0d%0a/..: 200, text/html, from PHP
/folder-for-index/: 200, text/html; charset=UTF-8, a list
/none/: 200, text/html, from PHP
text/html; charset=UTF-8
<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>/list</title></head>
<body><h1>/list</h1>
<ul>
<li><a href="../">../</a></li>
<li><a href="./sub/">sub/</a></li>
<li><a href="./a%20%26%20%3Cb%3E%22.txt">a &amp; &lt;b&gt;&quot;.txt</a></li>
<li><a href="./b.txt">b.txt</a></li>
<li><a href="./javascript%3Aalert%281%29">javascript:alert(1)</a></li>
</ul>
</body></html>
a
ValueError(0): setting 'http_index_files' must be a list of file names, array given
