--TEST--
onHandshake can keep its response and decide later; others are served meanwhile
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// A response that is kept lies in the memory of its worker, and the program looks for it where the next request comes.
Combination::oneWorker();
$server = TestServer::run(<<<'PHP'
    $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
    $server->set(['max_wait_time' => 1]);
    $waiting = [];
    $server->on('handshake', function ($request, $response) use (&$waiting) {
        $waiting[] = $response;
        echo "waiting\n";
    });
    $server->on('request', function ($request, $response) use (&$waiting) {
        $kept = array_shift($waiting);
        $kept->status((int) $request->get['status']);
        $response->end(json_encode($kept->end()));
    });
    $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
    $server->on('close', function ($server, $fd, $reactor) { echo "closed $fd, " . reactor($reactor) . "\n"; });
    PHP);

$http = new HttpClient($server->port);
foreach ([101, 403] as $number => $status) {
    $client = new HttpClient($server->port);
    $client->raw(WebSocketClient::handshake() . WebSocketClient::frame('glued'));
    $server->waitForOutput(str_repeat("waiting\n", $number + 1));
    echo json_encode($client->isQuiet()), ' ', $http->get("/?status=$status")->body, ' ', $client->response()->status, ' ';
    echo $status === 101 ? substr($client->read(2 + 5), 2) : json_encode($client->readAll()), "\n";
    $clients[] = $client;
}

// One that goes while it waits has left: its onClose says so, and the answer comes too late.
$gone = new HttpClient($server->port);
$gone->raw(WebSocketClient::handshake());
waitUntil(fn () => substr_count($server->output(), 'waiting') === 3, 'the third');
$gone->reset();
$server->waitForOutput('closed 4, 0');
echo $http->get('/?status=101')->body, "\n";

// A server that stops does not wait for ever.
$stuck = new HttpClient($server->port);
$stuck->raw(WebSocketClient::handshake());
waitUntil(fn () => substr_count($server->output(), 'waiting') === 4, 'the fourth');
$clients[0]->drop();
$server->waitForOutput('closed 2, 0');
echo $server->stop(), "\n";
?>
--EXPECT--
true true 101 glued
true true 403 ""
false
0
