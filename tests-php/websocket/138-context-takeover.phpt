--TEST--
With websocket_context_takeover messages refer to earlier ones, in both directions; without it each stands by itself
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

// Long, and no part of it returns, so that it is short only where it was said before.
mt_srand(2);
$text = implode(' ', array_map(fn () => md5((string) mt_rand()), range(1, 100)));

foreach (SERVER_NAMES as $name) {
    foreach ([true, false] as $takeover) {
        echo $takeover ? "with takeover\n" : "without\n";
        $server = TestServer::run("\$server = new $name('127.0.0.1', 0); \$takeover = " . json_encode($takeover) . ';' . <<<'PHP'
            $server->set(['websocket_compression' => true, 'websocket_context_takeover' => $takeover]);
            $server->on('message', fn ($server, $frame) => $server->push($frame->fd, $frame->data));
            PHP);
        foreach (['permessage-deflate', 'permessage-deflate; server_no_context_takeover', 'permessage-deflate; client_no_context_takeover'] as $offer) {
            $client = new WebSocketClient($server->port, '/', ["Sec-WebSocket-Extensions: $offer"]);
            $agreed = $client->response->header('Sec-WebSocket-Extensions');
            $ours = str_contains($agreed, 'client_no_context_takeover') ? null : new Deflate;
            $theirs = str_contains($agreed, 'server_no_context_takeover') ? null : new Deflate;
            echo "    $agreed:";
            foreach ([1, 2, 3] as $number) {
                $frame = $client->compressed($text, $ours)->receive();
                echo $frame->message($theirs) === $text ? '' : ' not the text', strlen($frame->payload) < 300 ? ' short' : ' long';
            }
            echo "\n";
        }
    }
}
?>
--EXPECT--
with takeover
    permessage-deflate: long short short
    permessage-deflate; server_no_context_takeover: long long long
    permessage-deflate; client_no_context_takeover: long short short
without
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
with takeover
    permessage-deflate: long short short
    permessage-deflate; server_no_context_takeover: long long long
    permessage-deflate; client_no_context_takeover: long short short
without
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
    permessage-deflate; server_no_context_takeover; client_no_context_takeover: long long long
