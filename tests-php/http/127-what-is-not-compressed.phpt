--TEST--
Bodies that are short, of another type, coded already, parts or in chunks are not compressed; levels, and the setting off
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function ask(array $settings, array $cases): void
{
    $server = TestServer::run('$settings = ' . var_export($settings, true) . ';' . <<<'PHP'
        $server = new Swoole\Http\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('request', function ($request, $response) {
            foreach ($request->get['header'] ?? [] as $name => $value) {
                $response->header($name, $value);
            }
            $response->status((int) ($request->get['status'] ?? 200));
            $body = isset($request->get['random']) ? random_bytes(5000) : str_repeat('a', (int) $request->get['length']);
            if (isset($request->get['write'])) {
                $response->write($body);
            } else {
                $response->end($body);
            }
        });
        PHP);
    $client = new HttpClient($server->port);
    foreach ($cases as $query) {
        $response = $client->get("/?$query", ['Accept-Encoding: gzip']);
        echo "$query: ", $response->header('Content-Encoding') ?? 'as it is';
        foreach (['Vary', 'ETag'] as $name) {
            echo ($value = $response->header($name)) === null ? '' : ", $name: $value";
        }
        echo "\n";
    }
}

ask([], ['length=19', 'length=25', 'length=100', 'length=100&header[Content-Encoding]=x', 'length=100&status=206', 'length=100&status=404',
    'length=100&write', 'length=100&header[Vary]=accept-encoding', 'length=100&header[Vary]=Cookie', 'length=100&header[ETag]=%221%22',
    'length=100&header[ETag]=W/%221%22', 'length=100&header[Content-Length]=7', 'length=0&status=204', 'length=0&random']);
echo "http_compression\n";
ask(['http_compression' => false], ['length=100']);
echo "http_compression_min_length\n";
ask(['compression_min_length' => 50], ['length=49', 'length=50']);
echo "http_compression_types\n";
ask(['http_compression_types' => ['text/html', 'Application/JSON']], ['length=100', 'length=100&header[Content-Type]=text/plain',
    'length=100&header[Content-Type]=application/json;charset=utf-8']);

echo "http_compression_level\n";
$lengths = array_map(function ($key, $level) {
    $server = TestServer::run("\$server = new Swoole\Http\Server('127.0.0.1', 0); \$server->set(['$key' => $level]);" . <<<'PHP'
        $server->on('request', fn ($request, $response) => $response->end(implode(' ', array_map(fn ($number) => md5((string) $number), range(1, 5000)))));
        PHP);
    return strlen((new HttpClient($server->port))->get('/', ['Accept-Encoding: gzip'])->body);
}, ['compression_level', 'http_gzip_level'], [1, 9]);
echo $lengths[0] > $lengths[1] ? "smaller\n" : "not smaller\n";
catching(fn () => (new Swoole\Http\Server('127.0.0.1', 0))->set(['http_compression_level' => 10]));
?>
--EXPECT--
length=19: as it is
length=25: gzip, Vary: Accept-Encoding
length=100: gzip, Vary: Accept-Encoding
length=100&header[Content-Encoding]=x: x
length=100&status=206: as it is
length=100&status=404: gzip, Vary: Accept-Encoding
length=100&write: as it is
length=100&header[Vary]=accept-encoding: gzip, Vary: accept-encoding
length=100&header[Vary]=Cookie: gzip, Vary: Cookie, Accept-Encoding
length=100&header[ETag]=%221%22: gzip, Vary: Accept-Encoding, ETag: W/"1"
length=100&header[ETag]=W/%221%22: gzip, Vary: Accept-Encoding, ETag: W/"1"
length=100&header[Content-Length]=7: gzip, Vary: Accept-Encoding
length=0&status=204: as it is
length=0&random: as it is, Vary: Accept-Encoding
http_compression
length=100: as it is
http_compression_min_length
length=49: as it is
length=50: gzip, Vary: Accept-Encoding
http_compression_types
length=100: gzip, Vary: Accept-Encoding
length=100&header[Content-Type]=text/plain: as it is
length=100&header[Content-Type]=application/json;charset=utf-8: gzip, Vary: Accept-Encoding
http_compression_level
smaller
ValueError(0): setting 'http_compression_level' must be from 1 to 9, int 10 given
