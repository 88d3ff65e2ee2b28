--TEST--
A client that has a static file already gets a 304, one that has another a 412
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['page.html' => 'page']);
touch("$folder/page.html", 1700000000);
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['document_root' => $folder, 'enable_static_handler' => true]);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);

$client = new HttpClient($server->port);
$first = $client->get('/page.html');
echo $first->header('Last-Modified'), "\n";
$tag = $first->header('ETag');
foreach ([
    'If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT',
    'If-Modified-Since: Tue, 14 Nov 2023 22:13:19 GMT',
    'If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT',
    'If-Modified-Since: yesterday',
    "If-None-Match: $tag",
    "If-None-Match: \"1\", W/$tag",
    'If-None-Match: "1"',
    'If-None-Match: *',
    "If-Match: $tag",
    'If-Match: "1"',
    'If-Unmodified-Since: Tue, 14 Nov 2023 22:13:20 GMT',
    'If-Unmodified-Since: Tue, 14 Nov 2023 22:13:19 GMT',
] as $condition) {
    $response = $client->get('/page.html', [$condition]);
    $name = str_replace($tag, 'TAG', $condition);
    echo "$name: $response->status, ", $response->status === 304 ? $response->header('ETag') === $tag ? 'with its tag' : 'without' : $response->body, "\n";
}
echo $client->request('HEAD', '/page.html', ["If-None-Match: $tag"])->status, "\n";
file_put_contents("$folder/page.html", 'changed');
echo $client->get('/page.html', ["If-None-Match: $tag"])->body, "\n";
?>
--EXPECT--
Tue, 14 Nov 2023 22:13:20 GMT
If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT: 304, with its tag
If-Modified-Since: Tue, 14 Nov 2023 22:13:19 GMT: 200, page
If-Modified-Since: Thu, 01 Jan 2037 00:00:00 GMT: 304, with its tag
If-Modified-Since: yesterday: 200, page
If-None-Match: TAG: 304, with its tag
If-None-Match: "1", W/TAG: 304, with its tag
If-None-Match: "1": 200, page
If-None-Match: *: 304, with its tag
If-Match: TAG: 200, page
If-Match: "1": 412, 
If-Unmodified-Since: Tue, 14 Nov 2023 22:13:20 GMT: 200, page
If-Unmodified-Since: Tue, 14 Nov 2023 22:13:19 GMT: 412, 
304
changed
