--TEST--
Below static_handler_locations there is nothing but files, and everything else is PHP's
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['page.html' => 'page', 'static/style.css' => 'a {}', 'static/no-extension' => 'bytes', 'static-too/style.css' => 'b {}',
    'a b/c.html' => 'c']);
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['document_root' => $folder, 'enable_static_handler' => true, 'static_handler_locations' => ['/static', '/a b/']]);
    $server->on('message', fn () => null);
    $server->on('request', fn ($request, $response) => $response->end('from PHP'));
    PHP);
$client = new HttpClient($server->port);
foreach (['/static/style.css', '/static/no-extension', '/static/none.css', '/static/', '/static', '/static/%2e%2e/page.html', '/STATIC/style.css',
    '/a%20b/c.html', '/a%20b/d.html', '/static-too/style.css', '/page.html', '/'] as $target) {
    $response = $client->get($target);
    echo "$target: $response->status, {$response->header('Content-Type')}, ", strlen($response->body) < 20 ? $response->body : 'a page', "\n";
}
echo $client->request('POST', '/static/none.css')->body, "\n";
$head = $client->request('HEAD', '/static/none.css');
echo $head->status, ' ', $head->header('Connection'), "\n";

// A WebSocket server without onRequest has files too.
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new swoole_websocket_server('127.0.0.1', 0);
    $server->set(['document_root' => $folder, 'enable_static_handler' => true]);
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    PHP);
echo (new HttpClient($server->port))->get('/page.html')->body, ' ', (new HttpClient($server->port))->get('/none.html')->status, ' ';
echo (new WebSocketClient($server->port))->text('hello')->receive(), "\n";

foreach (['static', ['a'], [['/']]] as $wrong) {
    catching(fn () => (new Swoole\Http\Server('127.0.0.1', 0))->set(['static_handler_locations' => $wrong]));
}
?>
--EXPECT--
/static/style.css: 200, text/css, a {}
/static/no-extension: 200, application/octet-stream, bytes
/static/none.css: 404, text/html; charset=UTF-8, a page
/static/: 404, text/html; charset=UTF-8, a page
/static: 404, text/html; charset=UTF-8, a page
/static/%2e%2e/page.html: 200, text/html, from PHP
/STATIC/style.css: 200, text/html, from PHP
/a%20b/c.html: 200, text/html, c
/a%20b/d.html: 404, text/html; charset=UTF-8, a page
/static-too/style.css: 200, text/html, from PHP
/page.html: 200, text/html, from PHP
/: 200, text/html, from PHP
from PHP
404 keep-alive
page 400 text: hello
ValueError(0): setting 'static_handler_locations' must be a list of paths that begin with /, string "static" given
ValueError(0): setting 'static_handler_locations' must be a list of paths that begin with /, array given
ValueError(0): setting 'static_handler_locations' must be a list of paths that begin with /, array given
