--TEST--
sendfile() sends a file or a part of it, from whichever process, also one that is deleted at once
--FILE--
<?php
require __DIR__ . '/../include/files.php';
require __DIR__ . '/../include/modes.php';

$folder = folder(['page.html' => '<p>page</p>', 'data.bin' => implode(range(0, 9)), 'empty' => '', 'a b.css' => 'a {}']);
inEachMode(function ($mode) use ($folder) {
    $server = severalProcesses($mode, ['worker_num' => 2], '$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
        $server->on('request', function ($request, $response) use ($folder) {
            $file = $folder . rawurldecode($request->server['request_uri']);
            $status = $request->get['status'] ?? 200;
            $response->status((int) $status);
            if (isset($request->get['type'])) {
                $response->header('Content-Type', $request->get['type']);
            }
            if (str_ends_with($file, '/gone')) {
                file_put_contents($file, 'deleted already');
                $response->sendfile($file);
                unlink($file);
                return;
            }
            $sent = $response->sendfile($file, (int) ($request->get['offset'] ?? 0), (int) ($request->get['length'] ?? 0));
            if (!$sent || $response->isWritable() || $response->end('again')) {
                echo "something is wrong\n";
            }
        });
        PHP);
    $client = new HttpClient($server->port);
    foreach (['/page.html', '/data.bin', '/data.bin?offset=3', '/data.bin?offset=3&length=4', '/data.bin?length=2', '/data.bin?offset=10',
        '/empty', '/a%20b.css', '/page.html?type=text/x', '/page.html?status=404', '/gone'] as $target) {
        $response = $client->get($target);
        echo "$target: $response->status, {$response->header('Content-Type')}, {$response->header('Content-Length')}: $response->body\n";
    }
    $response = $client->request('HEAD', '/page.html');
    echo "HEAD: $response->status, {$response->header('Content-Length')}\n";
    foreach ([204, 304] as $status) {
        echo $client->get("/page.html?status=$status")->status, "\n";
    }
    // Had there been a body, this answer would begin with it.
    echo $client->get('/data.bin')->body, "\n";
    $client->raw("GET /data.bin HTTP/1.1\r\nHost: a\r\n\r\nGET /page.html HTTP/1.1\r\nHost: a\r\n\r\n");
    echo $client->response()->body, ' ', $client->response()->body, "\n";
    $old = (new HttpClient($server->port))->raw("GET /data.bin HTTP/1.0\r\n\r\n");
    echo strstr($old->readAll(), "\r\n", true), "\n", $server->output();
});
?>
--EXPECT--
SWOOLE_BASE
/page.html: 200, text/html, 11: <p>page</p>
/data.bin: 200, application/octet-stream, 10: 0123456789
/data.bin?offset=3: 200, application/octet-stream, 7: 3456789
/data.bin?offset=3&length=4: 200, application/octet-stream, 4: 3456
/data.bin?length=2: 200, application/octet-stream, 2: 01
/data.bin?offset=10: 200, application/octet-stream, 0: 
/empty: 200, application/octet-stream, 0: 
/a%20b.css: 200, text/css, 4: a {}
/page.html?type=text/x: 200, text/x, 11: <p>page</p>
/page.html?status=404: 404, text/html, 11: <p>page</p>
/gone: 200, application/octet-stream, 15: deleted already
HEAD: 200, 11
204
304
0123456789
0123456789 <p>page</p>
HTTP/1.0 200 OK
SWOOLE_PROCESS
/page.html: 200, text/html, 11: <p>page</p>
/data.bin: 200, application/octet-stream, 10: 0123456789
/data.bin?offset=3: 200, application/octet-stream, 7: 3456789
/data.bin?offset=3&length=4: 200, application/octet-stream, 4: 3456
/data.bin?length=2: 200, application/octet-stream, 2: 01
/data.bin?offset=10: 200, application/octet-stream, 0: 
/empty: 200, application/octet-stream, 0: 
/a%20b.css: 200, text/css, 4: a {}
/page.html?type=text/x: 200, text/x, 11: <p>page</p>
/page.html?status=404: 404, text/html, 11: <p>page</p>
/gone: 200, application/octet-stream, 15: deleted already
HEAD: 200, 11
204
304
0123456789
0123456789 <p>page</p>
HTTP/1.0 200 OK
