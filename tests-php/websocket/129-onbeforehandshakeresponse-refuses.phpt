--TEST--
onBeforeHandshakeResponse can refuse with another status; then nothing opens
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('beforeHandshakeResponse', function ($server, $request, $response) {
            switch ($request->server['request_uri']) {
                case '/forbidden':
                    $response->status(403);
                    $response->end('members only');
                    break;
                case '/unended':
                    $response->status(503);
                    break;
                case '/exception':
                    throw new Exception('not like this');
                case '/false':
                    // What it returns says nothing.
                    return false;
            }
        });
        $server->on('open', function ($server, $request) { echo "open {$request->server['request_uri']}\n"; });
        $server->on('message', fn () => null);
        $server->on('close', function ($server, $fd, $reactor) {
            echo "close $fd, ", reactor($reactor), ", status {$server->getClientInfo($fd)['websocket_status']}\n";
        });
        PHP);

    foreach (['forbidden', 'unended', 'exception'] as $number => $path) {
        $client = new HttpClient($server->port);
        $response = $client->raw(WebSocketClient::handshake("/$path"))->response();
        $client->isClosedByServer();
        echo rtrim("$path: $response->status $response->reason $response->body"), "\n";
        $server->waitForOutput('close ' . $number + 1 . ',');
    }
    echo 'false: ', (new WebSocketClient($server->port, '/false'))->leave(), "\n";
    $server->waitForOutput('close 4');
    $server->stop();
    preg_match_all('/^(open|close).*$/m', $server->output(), $lines);
    echo implode("\n", $lines[0]), "\n";
}
?>
--EXPECT--
forbidden: 403 Forbidden members only
unended: 503 Service Unavailable
exception: 500 Internal Server Error
false: close: 1000
close 1, -1, status 5
close 2, -1, status 5
close 3, -1, status 5
open /false
close 4, 0, status 3
forbidden: 403 Forbidden members only
unended: 503 Service Unavailable
exception: 500 Internal Server Error
false: close: 1000
close 1, -1, status 5
close 2, -1, status 5
close 3, -1, status 5
open /false
close 4, 0, status 3
