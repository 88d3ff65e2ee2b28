--TEST--
A program that sets Connection: close has the connection closed behind the response
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\Http\Server('127.0.0.1', 0);
    $server->on('request', function ($request, $response) {
        $response->header('Connection', 'close');
        $response->end('bye');
    });
    PHP);

$client = new HttpClient($server->port);
$response = $client->get();
echo $response->body, ', ', $response->header('Connection'), ', end: ', json_encode($client->isClosedByServer()), "\n";
?>
--EXPECT--
bye, close, end: true
