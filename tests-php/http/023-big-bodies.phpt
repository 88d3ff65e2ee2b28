--TEST--
Bodies of megabytes go in and out unharmed
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['package_max_length' => 9 << 20]);
    $server->on('request', fn ($request, $response) => $response->end($request->getContent()));
    PHP);

$client = new HttpClient($server->port);
foreach ([65536, 1 << 20, 8 << 20] as $length) {
    $body = random_bytes($length);
    echo $length, ': ', $client->post('/', $body)->body === $body ? 'same' : 'different', "\n";
}
?>
--EXPECT--
65536: same
1048576: same
8388608: same
