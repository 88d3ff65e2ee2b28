--TEST--
Ranges of static files, also only if the file is still the same
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['ten.txt' => '0123456789', 'empty.txt' => '']);
touch("$folder/ten.txt", 1700000000);
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['document_root' => $folder, 'enable_static_handler' => true]);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);

$client = new HttpClient($server->port);
$tag = $client->get('/ten.txt')->header('ETag');
$date = $client->get('/ten.txt')->header('Last-Modified');
$show = function (string $case, HttpResponse $response) {
    echo "$case: $response->status, ", $response->header('Content-Range') ?? 'whole', ", {$response->header('Content-Length')}, $response->body\n";
};
foreach (['bytes=0-3', 'bytes=8-', 'bytes=-3', 'bytes=9-100', 'bytes=-100', 'Bytes=0-0', 'bytes=10-', 'bytes=100-200', 'bytes=5-2', 'bytes=0-1,4-5',
    'bytes=a-b', 'lines=0-3', 'bytes', ''] as $range) {
    $show($range, $client->get('/ten.txt', ["Range: $range"]));
}
foreach (['the tag' => $tag, 'another tag' => '"1"', 'a weak tag' => "W/$tag", 'the date' => $date, 'a later date' => 'Thu, 01 Jan 2037 00:00:00 GMT', 'nothing' => 'x'] as $name => $value) {
    $show("if $name", $client->get('/ten.txt', ['Range: bytes=0-3', "If-Range: $value"]));
}
$show('HEAD', $client->request('HEAD', '/ten.txt', ['Range: bytes=0-3']));
$show('empty', $client->get('/empty.txt', ['Range: bytes=0-3']));
$show('next', $client->get('/ten.txt'));
?>
--EXPECT--
bytes=0-3: 206, bytes 0-3/10, 4, 0123
bytes=8-: 206, bytes 8-9/10, 2, 89
bytes=-3: 206, bytes 7-9/10, 3, 789
bytes=9-100: 206, bytes 9-9/10, 1, 9
bytes=-100: 200, whole, 10, 0123456789
Bytes=0-0: 200, whole, 10, 0123456789
bytes=10-: 416, bytes */10, 0, 
bytes=100-200: 416, bytes */10, 0, 
bytes=5-2: 416, bytes */10, 0, 
bytes=0-1,4-5: 200, whole, 10, 0123456789
bytes=a-b: 416, bytes */10, 0, 
lines=0-3: 200, whole, 10, 0123456789
bytes: 200, whole, 10, 0123456789
: 200, whole, 10, 0123456789
if the tag: 206, bytes 0-3/10, 4, 0123
if another tag: 200, whole, 10, 0123456789
if a weak tag: 200, whole, 10, 0123456789
if the date: 206, bytes 0-3/10, 4, 0123
if a later date: 200, whole, 10, 0123456789
if nothing: 200, whole, 10, 0123456789
HEAD: 200, whole, 10, 
empty: 200, whole, 0, 
next: 200, whole, 10, 0123456789
