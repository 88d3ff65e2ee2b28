--TEST--
Without onRequest, plain HTTP gets the 400 page and the connection ends
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->on('message', fn () => null);
    PHP);

$client = new HttpClient($server->port);
$response = $client->get('/anything?a=b');
echo "$response->status $response->reason\n";
foreach (['Connection', 'Content-Type', 'Cache-Control', 'Content-Length', 'Server'] as $name) {
    echo "$name: ", $response->header($name), "\n";
}
echo $response->body, "\n";
$client->isClosedByServer();

$client = new HttpClient($server->port);
echo $client->post('/', 'a=b')->status, "\n";
$client->isClosedByServer();
?>
--EXPECT--
400 Bad Request
Connection: close
Content-Type: text/html; charset=UTF-8
Cache-Control: must-revalidate,no-cache,no-store
Content-Length: 83
Server: swoole-http-server
<html><body><h2>HTTP 400 Bad Request</h2><hr><i>Powered by Swoole</i></body></html>
400
