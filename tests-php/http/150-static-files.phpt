--TEST--
Files of document_root are sent before onRequest hears of it; what is none of them goes there
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['page.html' => '<p>page</p>', 'css/a b.css' => 'a {}', 'data.json' => '{}', 'empty.txt' => '', 'no-extension' => 'x',
    'unknown.blah-blah' => 'x', 'ä.txt' => 'umlaut', 'picture.PNG' => 'png', 'folder.html/inner.txt' => 'inner', '.env' => 'secret']);
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['document_root' => $folder, 'enable_static_handler' => true]);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);
// One connection for all.
$client = new HttpClient($server->port);
foreach (['/page.html', '/page.html?a=b', '/css/a%20b.css', '//css/./a+b.css', '//css/./a%20b.css', '/data.json', '/empty.txt', '/%C3%A4.txt',
    '/picture.PNG', '/folder.html/inner.txt', '/', '/css/', '/no-extension', '/unknown.blah-blah', '/.env', '/none.html', '/page.html/',
    '/page.html/a.html', '/folder.html'] as $target) {
    $response = $client->get($target);
    echo "$target: $response->status, {$response->header('Content-Type')}, {$response->header('Content-Length')}, $response->body\n";
}
$client = new HttpClient($server->port);
$head = $client->request('HEAD', '/page.html');
echo "HEAD: {$head->header('Content-Type')}, {$head->header('Content-Length')}\n";
foreach (['POST', 'PUT', 'OPTIONS'] as $method) {
    echo "$method: ", $client->request($method, '/page.html')->body, "\n";
}
$client->raw("GET /page.html HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
echo $client->response()->body, ', ', $client->response()->body, ', ', $client->response()->header('Connection'), ', ';
echo $client->isClosedByServer() ? "closed\n" : '';

$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new swoole_http_server('127.0.0.1', 0);
    // A relative path begins where the program is.
    chdir(dirname($folder));
    $server->set(['document_root' => basename($folder), 'enable_static_handler' => true]);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);
echo (new HttpClient($server->port))->get('/page.html')->head;
?>
--EXPECTF--
/page.html: 200, text/html, 11, <p>page</p>
/page.html?a=b: 200, text/html, 11, <p>page</p>
/css/a%20b.css: 200, text/css, 4, a {}
//css/./a+b.css: 200, text/html, 8, from PHP
//css/./a%20b.css: 200, text/css, 4, a {}
/data.json: 200, application/json, 2, {}
/empty.txt: 200, text/plain, 0, 
/%C3%A4.txt: 200, text/plain, 6, umlaut
/picture.PNG: 200, image/png, 3, png
/folder.html/inner.txt: 200, text/plain, 5, inner
/: 200, text/html, 8, from PHP
/css/: 200, text/html, 8, from PHP
/no-extension: 200, text/html, 8, from PHP
/unknown.blah-blah: 200, text/html, 8, from PHP
/.env: 200, text/html, 8, from PHP
/none.html: 200, text/html, 8, from PHP
/page.html/: 200, text/html, 8, from PHP
/page.html/a.html: 200, text/html, 8, from PHP
/folder.html: 200, text/html, 8, from PHP
HEAD: text/html, 11
POST: from PHP
PUT: from PHP
OPTIONS: from PHP
<p>page</p>, from PHP, close, closed
HTTP/1.1 200 OK
Content-Type: text/html
Accept-Ranges: bytes
Last-Modified: %s GMT
Etag: "%s"
Content-Length: 11
Server: swoole-http-server
Date: %s GMT
Connection: keep-alive

