--TEST--
onHandshake accepts without end() too: by returning something true, as old programs do, or with status 101
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $name) {
    $server = TestServer::run("\$server = new $name('127.0.0.1', 0);" . <<<'PHP'
        $server->on('handshake', function ($request, $response) {
            switch ($request->server['request_uri']) {
                case '/true':
                    return true;
                case '/one':
                    return 1;
                case '/text':
                    return 'yes';
                case '/status':
                    $response->status(101);
            }
        });
        $server->on('open', function () { echo "open\n"; });
        $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
        PHP);

    foreach (['true', 'one', 'text', 'status'] as $how) {
        $client = new WebSocketClient($server->port, "/$how");
        echo $client->response->header('Sec-WebSocket-Accept'), ' ', $client->text($how)->receive(), "\n";
        $client->leave();
    }
    $server->stop();
    echo $server->output();
}
?>
--EXPECT--
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: true
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: one
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: text
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: status
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: true
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: one
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: text
s3pPLMBiTxaQ9kYGzzhZRbK+xOo= text: status
