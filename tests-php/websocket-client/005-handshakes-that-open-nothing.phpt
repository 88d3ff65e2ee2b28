--TEST--
An answer to the handshake that breaks RFC 6455 section 4.1, or is none, opens nothing, and the message says why
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

// Says what the client wants to hear.
$server = RawServer::serving(<<<'PHP'
    preg_match('/^X-Say: (.*)\r$/m', $peer->head()->request, $match);
    $peer->raw(str_replace('ACCEPT', $peer->accept(), base64_decode($match[1])))->readAll();
    PHP);

/** The answer with another line in the place of one of its four, or with one more. */
function answer(int $place = 9, ?string $line = null): string
{
    $lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: ACCEPT'];
    $lines[$place] = $line;
    return implode("\r\n", array_filter($lines)) . "\r\n\r\n";
}

function hear(string $answer, array $settings = []): void
{
    global $server;
    try {
        $client = new Client("ws://127.0.0.1:$server->port/", $settings + ['headers' => ['X-Say' => base64_encode($answer)]]);
        echo 'opened, ', var_export($client->getSubprotocol(), true), "\n";
    } catch (Swoxide\WebSocket\Exception $exception) {
        $text = preg_replace('/^failed to connect to \S+: /', '', $exception->getMessage());
        echo $exception->getCode(), ' ', preg_replace("/not '[\w+\/]{27}='/", "not 'ACCEPT'", $text), "\n";
    }
}

hear(answer());
hear(answer(1, 'upgrade: h2c, WebSocket'));
hear("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" . answer());
hear(answer(9, 'Sec-WebSocket-Protocol: b'), ['websocket_subprotocol' => ['a', 'b']]);
hear(answer(), ['websocket_subprotocol' => ['a', 'b']]);
echo "\n";
hear(answer(0, 'HTTP/1.0 101 Switching Protocols'));
hear(answer(0, 'HTTP/1.1 200 OK'));
hear("HTTP/1.1 403 Not you\r\nContent-Length: 4\r\n\r\nlost");
hear("HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\n\r\n");
hear("HTTP/1.1 503 \r\n\r\n");
hear("SSH-2.0-OpenSSH_9.2\r\n");
hear("\x15\x03\x01\x00\x02\x02\x28");
hear("HTTP/1.1 101 Switching Protocols\r\nno header\r\n\r\n");
hear(answer(1));
hear(answer(1, 'Upgrade: h2c'));
hear(answer(2));
hear(answer(2, 'Connection: keep-alive'));
hear(answer(3));
hear(answer(3, 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='));
hear(answer(9, 'Sec-WebSocket-Accept: ACCEPT'));
hear(answer(9, 'Sec-WebSocket-Protocol: a'));
hear(answer(9, 'Sec-WebSocket-Protocol: A'), ['websocket_subprotocol' => 'a']);
hear(answer(9, 'Sec-WebSocket-Extensions: permessage-deflate'));
hear(answer(9, 'Sec-WebSocket-Extensions: permessage-deflate'), ['websocket_compression' => true]);
hear(answer(9, 'Sec-WebSocket-Extensions: permessage-deflate; mode=fast'), ['websocket_compression' => true, 'websocket_context_takeover' => true]);
hear(answer(9, 'X: ' . str_repeat('y', 70000)));
hear(answer(9, implode("\r\n", array_fill(0, 101, 'X: y'))));
?>
--EXPECT--
opened, NULL
opened, NULL
opened, NULL
opened, 'b'
opened, NULL

71 the server's answer opens no WebSocket: it is in HTTP/1.0
200 the server answered 200 OK
403 the server answered 403 Not you
302 the server answered 302 Found, and to go to https://example.com/
503 the server answered 503 
71 the server's answer is not HTTP/1.1: invalid HTTP version
71 the server's answer is not HTTP/1.1: invalid HTTP version
71 the server's answer is not HTTP/1.1: invalid header name
71 the server's answer opens no WebSocket: its Upgrade header does not name websocket
71 the server's answer opens no WebSocket: its Upgrade header does not name websocket
71 the server's answer opens no WebSocket: its Connection header does not name Upgrade
71 the server's answer opens no WebSocket: its Connection header does not name Upgrade
71 the server's answer opens no WebSocket: it does not have one Sec-WebSocket-Accept header
71 the server's answer opens no WebSocket: its Sec-WebSocket-Accept is 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=', not 'ACCEPT'
71 the server's answer opens no WebSocket: it does not have one Sec-WebSocket-Accept header
71 the server's answer opens no WebSocket: its Sec-WebSocket-Protocol 'a' is not one that was offered
71 the server's answer opens no WebSocket: its Sec-WebSocket-Protocol 'A' is not one that was offered
71 the server's answer opens no WebSocket: its Sec-WebSocket-Extensions 'permessage-deflate' are not what was offered
71 the server's answer opens no WebSocket: its Sec-WebSocket-Extensions 'permessage-deflate' are not what was offered
71 the server's answer opens no WebSocket: its Sec-WebSocket-Extensions 'permessage-deflate; mode=fast' are not what was offered
71 the head of the server's answer has more than 64 KiB or 100 headers
71 the head of the server's answer has more than 64 KiB or 100 headers
