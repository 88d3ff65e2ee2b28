--TEST--
A request behind one whose connection the program closes with its answer does not come to the program
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) use ($server) {
        echo $request->server['request_uri'], "\n";
        $response->end('answered');
        $server->close($request->fd);
    });
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP);
// As much as is read at once, and more.
foreach (['short' => '', 'long' => 'X-Long: ' . str_repeat('x', 9000) . "\r\n"] as $name => $field) {
    $client = new HttpClient($server->port);
    $client->raw("GET /$name HTTP/1.1\r\nHost: a\r\n$field\r\nGET /behind HTTP/1.1\r\nHost: a\r\n\r\n");
    echo $name, ': ', $client->response()->body, strlen($client->readAll()), "\n";
}
$server->waitForOutput("closed 2\n");
echo $server->output(), $server->log();
?>
--EXPECT--
short: answered0
long: answered0
/short
closed 1
/long
closed 2
