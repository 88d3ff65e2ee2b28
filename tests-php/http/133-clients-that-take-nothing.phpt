--TEST--
A client that takes nothing of its answer is ended after http_body_timeout, with a reset and a line in the log; one that takes it slowly gets all
--FILE--
<?php
require __DIR__ . '/../include/files.php';

$folder = folder(['big.bin' => str_repeat('x', 32 << 20)]);
$server = TestServer::run('$folder = ' . var_export($folder, true) . ';' . <<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->set(['http_body_timeout' => 2, 'document_root' => $folder, 'enable_static_handler' => true]);
    $server->on('request', function ($request, $response) use ($folder) {
        switch ($request->server['request_uri']) {
            case '/end':
                $response->end(str_repeat('x', 32 << 20));
                break;
            case '/write':
                while ($response->write(str_repeat('x', 1 << 20)) && ++$count < 32);
                $response->end();
                break;
            case '/sendfile':
                $response->sendfile("$folder/big.bin");
        }
    });
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);
$steady = (new Connection($server->port))->readAheadLittle();
$steady->raw("GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
$steady->readThrough("\r\n\r\n");
$begin = microtime(true);

$slow = [];
foreach (['/end', '/sendfile', '/big.bin', '/write'] as $path) {
    $slow[] = $client = (new Connection($server->port))->readAheadLittle();
    $client->raw("GET $path HTTP/1.1\r\nHost: a\r\n\r\n");
    $client->readThrough("\r\n\r\n");
}

// For three times as long as the limit a little at a time, less than makes the kernel take more; then the rest.
for ($length = 0; microtime(true) - $begin < 6; usleep(20000)) {
    $length += strlen($steady->read(8192));
}
$length += strlen($steady->readAll());
echo $length === 32 << 20 ? 'all of it' : $length, "\n";

for ($fd = 1; $fd <= 5; $fd++) {
    $server->waitForOutput("closed $fd\n");
}
$lines = explode("\n", trim(preg_replace('/^\[.*?\] /m', '', $server->log())));
sort($lines);
echo implode("\n", $lines), "\n";
?>
--EXPECT--
all of it
NOTICE connection 2: its client takes less than 1 KiB a second of an answer, for 2 s (http_body_timeout), closed
NOTICE connection 3: its client takes less than 1 KiB a second of an answer, for 2 s (http_body_timeout), closed
NOTICE connection 4: its client takes less than 1 KiB a second of an answer, for 2 s (http_body_timeout), closed
NOTICE connection 5: its client takes less than 1 KiB a second of an answer, for 2 s (http_body_timeout), closed
