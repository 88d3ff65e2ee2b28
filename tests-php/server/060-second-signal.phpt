--TEST--
A second signal does not wait for clients that do not answer
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::script(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    // So long that the test would see it.
    $server->set(['max_wait_time' => 60]);
    $server->on('start', ready(...));
    $server->on('message', fn () => null);
    $server->on('request', function ($request, $response) use (&$kept) { $kept = $response; echo "kept\n"; });
    $server->on('close', function ($server, $fd, $reactor) { echo "close $fd, $reactor\n"; });
    $server->on('workerStop', function () { echo "workerStop\n"; });
    $server->on('shutdown', function () { echo "shutdown\n"; });
    var_dump($server->start());
    PHP);

// A request without an answer keeps the server from ending.
(new HttpClient($server->port))->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
$waiting = new HttpClient($server->port);
$waiting->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
$server->waitForOutput("kept\n");
$client = new WebSocketClient($server->port);
$server->signal(SIGINT);
echo $client->receive(), "\n";
$server->signal(SIGINT);
echo $server->wait(), "\n";
echo substr_count($server->output(), 'close '), " onClose\n", strstr($server->output(), 'workerStop');
?>
--EXPECT--
close: 1001 server is going away
0
3 onClose
workerStop
shutdown
bool(true)
