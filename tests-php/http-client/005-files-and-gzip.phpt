--TEST--
addFile() sends files as a form, download() writes a file, from an offset too, gzip is unpacked
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['http_compression' => true, 'package_max_length' => 8 << 20]);
    $server->on('request', function ($request, $response) {
        if ($request->server['request_uri'] === '/large') {
            return $response->end(str_repeat('0123456789', 500000));
        }
        if ($request->server['request_uri'] === '/missing') {
            $response->status(404);
            return $response->end('not here');
        }
        $files = array_map(fn ($file) => [$file['name'], $file['type'], $file['size'], md5_file($file['tmp_name'])], $request->files ?? []);
        $response->end(json_encode([$request->post, $files, strlen(str_repeat(' ', 1000))]) . str_repeat(' ', 1000));
    });
    PHP);
$folder = sys_get_temp_dir() . '/swoxide-http-client-' . getmypid();
mkdir($folder);
register_shutdown_function(fn () => array_map('unlink', glob("$folder/*")) && rmdir($folder));
file_put_contents("$folder/large", $large = random_bytes(300000));
file_put_contents("$folder/empty", '');

/** Runs one request, and gives the client back when it is answered. */
function run(Client $client, Closure $ask): Client
{
    $ask($client, fn () => null);
    Swoole\Event::wait();
    return $client;
}

$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
var_dump($client->addFile("$folder/large", 'one', 'image/png', 'a "name".png'), $client->addFile("$folder/large", 'two', offset: 10, length: 100));
foreach ([["$folder/none"], ["$folder/empty"], [$folder], ["$folder/large", 'x', null, null, 300000], ["$folder/large", "x\r\n"]] as $wrong) {
    var_dump(@$client->addFile(...$wrong + [1 => 'x']));
    echo strtr(error_get_last()['message'], [$folder => 'FOLDER']), "\n";
}
echo count($client->uploadFiles), "\n";
$client->setData(['field' => 'value']);
run($client, fn ($client, $done) => $client->execute('/', $done));
[$post, $files] = json_decode($client->body, true);
echo $client->headers['content-encoding'], ' ', json_encode([$post, array_map(fn ($file) => array_slice($file, 0, 3), $files)]), "\n";
var_dump($files['one'][3] === md5($large), $files['two'][3] === md5(substr($large, 10, 100)), $client->uploadFiles);

run($client, fn ($client, $done) => $client->get('/large', $done));
echo "$client->statusCode $client->errCode\n";
run($client, fn ($client, $done) => $client->download('/large', "$folder/file", $done));
echo "$client->statusCode '$client->body' ", filesize("$folder/file"), ' ', var_export(file_get_contents("$folder/file") === str_repeat('0123456789', 500000), true), ' ', basename($client->downloadFile), "\n";
file_put_contents("$folder/file", 'begun, and more');
run($client, fn ($client, $done) => $client->download('/missing', "$folder/file", $done, 5));
echo "$client->statusCode '$client->body' ", file_get_contents("$folder/file"), "\n";
run($client, fn ($client, $done) => $client->download('/large', "$folder/file", $done, 5));
echo $client->statusCode, ' ', substr(file_get_contents("$folder/file"), 0, 10), ' ', strlen(file_get_contents("$folder/file")), "\n";
foreach ([["$folder/none/file", 0], ["$folder/file", 6000000]] as [$file, $offset]) {
    var_dump(@$client->download('/large', $file, fn () => null, $offset));
    echo strtr(error_get_last()['message'], [$folder => 'FOLDER']), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
Swoole\Http\Client::addFile(): can't send the file 'FOLDER/none', Error: No such file or directory[2]
bool(false)
Swoole\Http\Client::addFile(): can't send the file 'FOLDER/empty': it is empty
bool(false)
Swoole\Http\Client::addFile(): can't send the file 'FOLDER', Error: Is a directory[21]
bool(false)
Swoole\Http\Client::addFile(): there are no 0 bytes from byte 300000 on in the file 'FOLDER/large', which has 300000
bool(false)
Swoole\Http\Client::addFile(): names and types have no line ends
2
gzip [{"field":"value"},{"one":["a %22name%22.png","image\/png",300000],"two":["large","application\/octet-stream",100]}]
bool(true)
bool(true)
NULL
-3 90
200 '' 5000000 true file
404 'not here' begun, and more
200 begun01234 5000005
bool(false)
Swoole\Http\Client::download(): can't download into the file 'FOLDER/none/file' from byte 0 on, Error: No such file or directory[2]
bool(false)
Swoole\Http\Client::download(): can't download into the file 'FOLDER/file' from byte 6000000 on, Error: Illegal seek[29]
