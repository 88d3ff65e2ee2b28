--TEST--
While PHP is busy requests wait, up to max_queued_bytes or max_concurrency; others get a 503, and WebSocket users don't notice
--FILE--
<?php
require __DIR__ . '/../include/modes.php';

// It is to be the one that is blocked.
Combination::oneWorker();

/** Text for a server whose callback for /block goes on until the test gives a sign. */
function blockable(string $sign, array $settings): string
{
    return withSign($sign) . '$settings = ' . var_export($settings, true) . ';' . <<<'PHP'
        $server = new Swoole\WebSocket\Server('127.0.0.1', 0);
        $server->set($settings);
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        $kept = [];
        $server->on('request', function ($request, $response) use (&$kept) {
            switch ($request->server['request_uri']) {
                case '/block':
                    echo "blocked\n";
                    waitForSign();
                    return $response->end('blocked');
                case '/park':
                    $kept[] = $response;
                    echo "parked\n";
                    return;
                case '/unpark':
                    array_map(fn ($response) => $response->end('parked'), $kept);
                    $kept = [];
            }
            $response->end('answered');
        });
        PHP;
}

/** How many of the answers are of each kind. */
function tally(array $answers): string
{
    $counts = array_count_values($answers);
    krsort($counts);
    return implode(', ', array_map(fn ($answer, $count) => "$count times $answer", array_keys($counts), $counts));
}

$server = TestServer::run(blockable($sign = sign(), ['max_queued_bytes' => 200_000]));
$user = new WebSocketClient($server->port);
$user->text('before')->receive();
$blocking = (new HttpClient($server->port))->raw("GET /block HTTP/1.1\r\nHost: a\r\n\r\n");
$server->waitForOutput('blocked');

// What a head costs counts, too, as does a whole body.
$body = str_repeat('x', 40_000);
$request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n$body";
$clients = array_map(fn () => (new HttpClient($server->port))->raw($request), range(1, 12));
$refused = [];
waitUntil(function () use ($clients, &$refused) {
    foreach ($clients as $number => $client) {
        if ($client->hasEnded() !== null) {
            $refused[$number] = true;
        }
    }
    return count($refused) >= 7;
}, 'seven to be refused');
$answer = $clients[array_key_first($refused)]->response();
echo "$answer->status, Retry-After: ", $answer->header('retry-after'), ', Connection: ', $answer->header('connection'), ", $answer->body\n";
// Known from the head: nothing of the body has to be sent.
echo (new HttpClient($server->port))->raw(strstr($request, "\r\n\r\n", true) . "\r\n\r\n")->response()->status, "\n";
// Whoever asks for a WebSocket waits for the same PHP.
echo (new HttpClient($server->port))->raw(WebSocketClient::handshake())->response()->status, "\n";
echo $user->ping('is anybody there?')->receive(), "\n";
$user->text('during');
giveSign($sign);
echo $blocking->response()->body, ', ', $user->receive(), ', ';
$waited = array_diff_key($clients, $refused);
echo tally(array_map(fn ($client) => $client->response()->body, $waited)), "\n";
echo (new HttpClient($server->port))->get()->body, "\n";

// Parked responses are no queue.
$parked = array_map(function (int $number) use ($server, $body) {
    $client = (new HttpClient($server->port))->raw("GET /park HTTP/1.1\r\nHost: a\r\nX: $body\r\n\r\n");
    $server->waitForOutput(str_repeat("parked\n", $number));
    return $client;
}, range(1, 12));
echo (new HttpClient($server->port))->get('/unpark')->body, ', ', tally(array_map(fn ($client) => $client->response()->body, $parked)), "\n";

// Unless their number is limited.
$server = TestServer::run(blockable(sign(), ['max_concurrency' => 3]));
$parked = array_map(fn () => (new HttpClient($server->port))->raw("GET /park HTTP/1.1\r\nHost: a\r\n\r\n"), range(1, 3));
waitUntil(fn () => (new HttpClient($server->port))->get()->status === 503, 'three to be parked');
$parked[0]->drop();
waitUntil(fn () => (new HttpClient($server->port))->get()->status === 200, 'a place to be free');
echo (new HttpClient($server->port))->get('/unpark')->body, "\n";
echo tally(array_map(fn ($client) => $client->response()->body, array_slice($parked, 1))), "\n";

// Requests of one connection are answered in their order.
$server = TestServer::run(blockable($sign = sign(), []));
$client = (new HttpClient($server->port))->raw("GET /block HTTP/1.1\r\nHost: a\r\n\r\n" . str_repeat("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 20));
$server->waitForOutput('blocked');
giveSign($sign);
echo $client->response()->body, ', ', tally(array_map(fn () => $client->response()->body, range(1, 20))), "\n";
?>
--EXPECT--
503, Retry-After: 1, Connection: close, the server is busy
503
503
pong: is anybody there?
blocked, text: during, 5 times answered
answered
answered, 12 times parked
answered
2 times parked
blocked, 20 times answered
