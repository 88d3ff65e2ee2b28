--TEST--
A download touches its file only when there is something for it; names of files and fields are bytes, and no field's name begins another header
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\Http\Client;

$folder = sys_get_temp_dir() . '/swoxide-names-' . getmypid();
mkdir($folder);
register_shutdown_function(fn () => array_map('unlink', glob("$folder/*")) && rmdir($folder));
$server = RawServer::serving(<<<'PHP'
    while ($peer->read(1) !== null) {
        $head = $peer->readThrough("\r\n\r\n");
        $length = preg_match('/^Content-Length: (\d+)/m', $head, $match) ? (int) $match[1] : 0;
        foreach (explode("\r\n", $length ? $peer->read($length) : '') as $line) {
            if (!str_starts_with($line, '--')) {
                echo addcslashes($line, "\x80..\xff\r\n"), "\n";
            }
        }
        $peer->raw(str_contains($head, 'ET /here') ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnew" : "HTTP/1.1 404 x\r\nContent-Length: 2\r\n\r\nno");
    }
    PHP);
$client = new Client('127.0.0.1', $server->port);
$client->set(['timeout' => TIME_LIMIT]);
$run = function (string $method, ...$arguments) use ($client): void {
    $arguments[] = fn () => null;
    if ($method === 'download' && is_int($arguments[2])) {
        [$arguments[2], $arguments[3]] = [$arguments[3], $arguments[2]];
    }
    echo json_encode(@$client->$method(...$arguments)), ' ';
    Swoole\Event::wait();
    echo $client->statusCode, ' ';
};

$file = "$folder/out\xe9";
file_put_contents($file, 'precious');
$run('download', 'no slash', $file);
echo file_get_contents($file), "\n";
$run('download', '/gone', $file);
echo file_get_contents($file), "\n";
$run('download', '/here', $file, 4);
echo file_get_contents($file), "\n";
$run('download', '/here', $file);
echo file_get_contents($file), ' ', json_encode($client->downloadFile === $file), "\n";

echo json_encode(@$client->post('no slash', ['secret' => 1], fn () => null)), ' ';
$run('get', '/x');
echo "\n";

$client->addFile($file, "f\xe9");
$client->setData(["k\xe9" => 'v', "a\"\r\nX-Evil: 1\r\n\r\nx" => 'w']);
$run('execute', '/form');
echo "\n", $server->output();
?>
--EXPECT--
false 0 precious
true 404 precious
true 200 precnew
true 200 new true
false true 404 
true 404 




Content-Disposition: form-data; name="k\351"

v
Content-Disposition: form-data; name="a%22%0D%0AX-Evil: 1%0D%0A%0D%0Ax"

w
Content-Disposition: form-data; name="f\351"; filename="out\351"
Content-Type: application/octet-stream

new

