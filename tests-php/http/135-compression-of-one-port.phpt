--TEST--
Each port compresses by its own settings
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('start', ready(...));
    $server->on('request', fn ($request, $response) => $response->end(str_repeat('compress me ', 100)));
    $other = $server->listen('127.0.0.1', 0, SWOOLE_SOCK_TCP);
    $other->set(['open_http_protocol' => true, 'http_compression' => false]);
    $server->start();
    PHP);
foreach ($server->ports as $number => $port) {
    $answer = (new HttpClient($port))->get('/', ['Accept-Encoding: gzip']);
    echo "port $number: ", $answer->header('Content-Encoding') ?? 'as it is', ', ', strlen($answer->body) < 1200 ? 'shorter' : 'whole', "\n";
}
?>
--EXPECT--
port 0: gzip, shorter
port 1: as it is, whole
