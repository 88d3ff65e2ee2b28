--TEST--
Many answers to a client that asks and does not read come whole and in order once it does, also when the server stops meanwhile; one that never reads is ended
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$program = <<<'PHP'
    $server->on('request', function ($request, $response) {
        echo $request->server['request_uri'], "\n";
        $response->end(str_pad($request->server['request_uri'], 50000, '.'));
    });
    $server->on('close', function ($server, $fd) { echo "closed $fd\n"; });
    PHP;

/** Asks for so much that the socket does not take it. */
function ask(string $name): HttpClient
{
    global $server;
    $client = (new HttpClient($server->port))->readAheadLittle();
    // In one piece: what is still on its way when a server ends is answered by a reset.
    $requests = array_map(fn ($number) => "GET /$name-$number HTTP/1.1\r\nHost: a\r\n\r\n", range(1, 300));
    $client->raw(implode($requests) . "GET /$name-last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    $server->waitForOutput("/$name-2\n");
    return $client;
}

function answers(HttpClient $client, string $name): int
{
    $whole = 0;
    foreach ([...range(1, 300), 'last'] as $number) {
        $whole += $client->response()->body === str_pad("/$name-$number", 50000, '.');
    }
    return $whole;
}

$server = TestServer::run('$server = new Swoole\Http\Server("127.0.0.1", 0); $server->set(["http_body_timeout" => 2]);' . $program);
[$reads, $never] = [ask('reads'), ask('never')];
echo answers($reads, 'reads'), " of 301\n";
$server->waitForOutput('closed 2');
echo preg_replace('/^\[.*?\] /m', '', $server->log());

// Nothing has been read, and something is on its way.
$server = TestServer::run('$server = new Swoole\Http\Server("127.0.0.1", 0); $server->set(["max_wait_time" => 20]);' . $program);
$stopped = ask('stopped');
$server->signal(SIGTERM);
$first = $stopped->response();
echo substr($first->body, 0, 10), ' ', strlen($first->body), "\n";
$rest = $stopped->readAll();
echo preg_match('/\.$/', $rest) ? 'to the end of an answer' : substr($rest, -100), ', exit code ', $server->wait(), $server->log(), "\n";
?>
--EXPECT--
301 of 301
NOTICE connection 2: its client takes less than 1 KiB a second of an answer, for 2 s (http_body_timeout), closed
/stopped-1 50000
to the end of an answer, exit code 0
