--TEST--
Whatever else onHandshake does refuses the handshake: the answer is sent, the connection closed, and onClose says so
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('handshake', function ($request, $response) {
            switch ($request->server['request_uri']) {
                case '/false':
                    return false;
                case '/nothing':
                    return;
                case '/zero':
                    return 0;
                case '/status':
                    $response->status(401);
                    $response->header('WWW-Authenticate', 'Basic realm="chat"');
                    $response->end('who are you?');
                    return;
                case '/end':
                    $response->end('no 101');
                    return;
                case '/redirect':
                    $response->redirect('/login');
                    return;
                case '/status-then-false':
                    $response->status(429, 'Slow Down');
                    return false;
                case '/refused-then-true':
                    $response->status(403);
                    $response->end();
                    return true;
                case '/exception':
                    $response->header('X-Prepared', 'and not sent');
                    $response->status(101);
                    throw new Exception('not like this');
            }
        });
        $server->on('open', function () { echo "open\n"; });
        $server->on('message', fn () => null);
        $server->on('close', function ($server, $fd, $reactor) {
            echo "close $fd, ", reactor($reactor), ", status {$server->getClientInfo($fd)['websocket_status']}\n";
        });
        PHP);

    $paths = ['false', 'nothing', 'zero', 'status', 'end', 'redirect', 'status-then-false', 'refused-then-true', 'exception'];
    foreach ($paths as $number => $path) {
        $client = new HttpClient($server->port);
        $response = $client->raw(WebSocketClient::handshake("/$path"))->response();
        $client->isClosedByServer();
        echo "$path: $response->status $response->reason", rtrim(" $response->body"),
            isset($response->headers['upgrade']) ? ', but Upgrade' : '', isset($response->headers['x-prepared']) ? ', X-Prepared' : '', "\n";
        $server->waitForOutput('close ' . $number + 1 . ',');
    }
    $server->stop();
    // The exception is reported among it.
    preg_match_all('/^(open|close).*$/m', $server->output(), $lines);
    echo implode("\n", $lines[0]), "\n";
}
?>
--EXPECT--
false: 403 Forbidden
nothing: 500 Internal Server Error
zero: 500 Internal Server Error
status: 401 Unauthorized who are you?
end: 200 OK no 101
redirect: 302 Found
status-then-false: 429 Slow Down
refused-then-true: 403 Forbidden
exception: 500 Internal Server Error
close 1, -1, status 5
close 2, -1, status 5
close 3, -1, status 5
close 4, -1, status 5
close 5, -1, status 5
close 6, -1, status 5
close 7, -1, status 5
close 8, -1, status 5
close 9, -1, status 5
false: 403 Forbidden
nothing: 500 Internal Server Error
zero: 500 Internal Server Error
status: 401 Unauthorized who are you?
end: 200 OK no 101
redirect: 302 Found
status-then-false: 429 Slow Down
refused-then-true: 403 Forbidden
exception: 500 Internal Server Error
close 1, -1, status 5
close 2, -1, status 5
close 3, -1, status 5
close 4, -1, status 5
close 5, -1, status 5
close 6, -1, status 5
close 7, -1, status 5
close 8, -1, status 5
close 9, -1, status 5
