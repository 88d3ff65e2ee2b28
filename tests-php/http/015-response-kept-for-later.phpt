--TEST--
A response may be kept and ended later, by another callback
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $waiting = [];
    $server->on('request', function ($request, $response) use (&$waiting) {
        $waiting[] = $response;
        echo "waiting\n";
    });
    $end = function (string $data) use (&$waiting) {
        foreach ($waiting as $response) {
            $response->end($data);
        }
        $waiting = [];
    };
    // Each worker has kept those that it was asked for.
    $server->on('message', function ($server, $frame) use ($end) {
        $end($frame->data);
        for ($worker = 0; $worker < ($server->setting['worker_num'] ?? 1); $worker++) {
            if ($worker !== $server->worker_id) {
                $server->sendMessage($frame->data, $worker);
            }
        }
    });
    $server->on('pipeMessage', fn ($server, $source, $data) => $end($data));
    PHP);

$clients = [new HttpClient($server->port), new HttpClient($server->port)];
foreach ($clients as $client) {
    $client->raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
}
$server->waitForOutput("waiting\nwaiting\n");
var_dump($clients[0]->isQuiet());
(new WebSocketClient($server->port))->text('there you are');
foreach ($clients as $client) {
    echo $client->response()->body, "\n";
}
?>
--EXPECT--
bool(true)
there you are
there you are
