--TEST--
gzip() compresses one response, chunk by chunk too, whatever the settings say
--SKIPIF--
<?php extension_loaded('zlib') || exit('skip PHP has no zlib');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new swoole_http_server('127.0.0.1', 0);
    $server->set(['http_compression' => false]);
    $server->on('request', function (swoole_http_request $request, swoole_http_response $response) {
        set_error_handler(function ($severity, $text) { echo "$text\n"; });
        if ($request->server['request_uri'] === '/wrong') {
            var_dump($response->gzip(0), $response->gzip(10));
            $response->write('a');
            var_dump($response->gzip());
            $response->end();
            return;
        }
        $response->gzip(6);
        if ($request->server['request_uri'] === '/whole') {
            $response->end('short');
            return;
        }
        $response->write('first ');
        // The next piece comes when the client has read this one.
        $response->write('second ');
        $response->end('third');
    });
    PHP);

$client = new HttpClient($server->port);
foreach (['/whole', '/chunks'] as $target) {
    foreach (['gzip', 'br', 'gzip;q=0'] as $accepted) {
        $response = $client->get($target, ["Accept-Encoding: $accepted"]);
        $coding = $response->header('Content-Encoding');
        echo "$target for $accepted: ", $coding ?? 'as it is', ', ', $coding === 'gzip' ? gzdecode($response->body) : $response->body, "\n";
    }
}
// Each chunk can be read when it comes.
$client->raw("GET /chunks HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
$client->readThrough("\r\n\r\n");
$inflater = inflate_init(ZLIB_ENCODING_GZIP);
while ($size = hexdec(rtrim($client->readThrough("\r\n")))) {
    echo '[', inflate_add($inflater, $client->read($size)), ']';
    $client->read(2);
}
$client->read(2);
echo "\n", $client->get('/wrong')->body, "\n";
$server->stop();
echo $server->output();
?>
--EXPECT--
/whole for gzip: gzip, short
/whole for br: as it is, short
/whole for gzip;q=0: as it is, short
/chunks for gzip: gzip, first second third
/chunks for br: as it is, first second third
/chunks for gzip;q=0: as it is, first second third
[first ][second ][third]
a
Swoole\Http\Response::gzip(): the gzip level 0 is none: 1 to 9 are
Swoole\Http\Response::gzip(): the gzip level 10 is none: 1 to 9 are
bool(false)
bool(false)
Swoole\Http\Response::gzip(): gzip can't begin in the middle of a body
bool(false)
