--TEST--
A server that breaks a rule of RFC 6455 is told so with the right code, and its connection ends
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

$server = RawServer::serving(<<<'PHP'
    preg_match('/^X-Say: (.*)\r$/m', $peer->head()->request, $match);
    $peer->open(behind: base64_decode($match[1]))->listen();
    PHP);

function hear(string $what, string $bytes, array $settings = []): void
{
    global $server;
    $before = strlen($server->output());
    $client = new Client("ws://127.0.0.1:$server->port/", $settings + ['headers' => ['X-Say' => base64_encode($bytes)]]);
    try {
        while ($frame = $client->receive(TIME_LIMIT)) {
            echo "$what: received ", strlen($frame->data), " bytes\n";
        }
        echo "$what: nothing\n";
    } catch (Swoxide\WebSocket\Exception $exception) {
        echo "$what: {$exception->getCode()} {$exception->getMessage()}\n";
    }
    waitUntil(fn () => str_ends_with(substr($server->output(), $before), "end\n"), 'the end of the connection');
    echo '  the server hears ', strtr(trim(substr($server->output(), $before)), "\n", '|'), "\n";
}

$frame = RawPeer::frame(...);
hear('masked', WebSocketClient::frame('hello'));
hear('reserved bit', $frame('hello', rsv: 2));
hear('compressed without being asked', $frame((new Deflate)->deflate('hello'), rsv: 4));
hear('reserved opcode', $frame('', 3));
hear('reserved control opcode', $frame('', 11));
hear('continuation of nothing', $frame('hello', 0));
hear('message in a message', $frame('one', fin: false) . $frame('two'));
hear('fragmented ping', $frame('', 9, false));
hear('long ping', $frame(str_repeat('a', 126), 9));
hear('no UTF-8', $frame("good") . $frame("\xff"));
hear('half a character', $frame("\xe4\xbd"));
hear('too long', $frame(str_repeat('a', 1000)), ['package_max_length' => 1000]);
hear('too long, in fragments', $frame(str_repeat('a', 600), fin: false) . $frame(str_repeat('a', 600), 0), ['package_max_length' => 1000]);
hear('too long by far', "\x82\x7f\x7f" . str_repeat("\xff", 7));
hear('not as long as allowed', $frame(str_repeat('a', 900)) . $frame('', 8), ['package_max_length' => 1000]);
hear('close with half a code', $frame("\x03", 8));
hear('close with a code that may not be sent', $frame(pack('n', 1005), 8));
hear('close with a reason that is no UTF-8', $frame(pack('n', 1000) . "\xff", 8));
hear('no code', $frame('', 8) . $frame('too late'));
hear('a code and a reason', $frame('last') . $frame(pack('n', 1008) . 'not you', 8));
hear('a code of its own', $frame(pack('n', 4999), 8));
?>
--EXPECT--
masked: 1002 failed to receive: the server broke a rule of WebSockets and was told so: frame of a server with a mask (1002)
  the server hears close, masked: 1002 frame of a server with a mask|end
reserved bit: 1002 failed to receive: the server broke a rule of WebSockets and was told so: reserved bit set without an extension (1002)
  the server hears close, masked: 1002 reserved bit set without an extension|end
compressed without being asked: 1002 failed to receive: the server broke a rule of WebSockets and was told so: reserved bit set without an extension (1002)
  the server hears close, masked: 1002 reserved bit set without an extension|end
reserved opcode: 1002 failed to receive: the server broke a rule of WebSockets and was told so: reserved opcode (1002)
  the server hears close, masked: 1002 reserved opcode|end
reserved control opcode: 1002 failed to receive: the server broke a rule of WebSockets and was told so: reserved opcode (1002)
  the server hears close, masked: 1002 reserved opcode|end
continuation of nothing: 1002 failed to receive: the server broke a rule of WebSockets and was told so: continuation of no message (1002)
  the server hears close, masked: 1002 continuation of no message|end
message in a message: 1002 failed to receive: the server broke a rule of WebSockets and was told so: new message inside an unfinished one (1002)
  the server hears close, masked: 1002 new message inside an unfinished one|end
fragmented ping: 1002 failed to receive: the server broke a rule of WebSockets and was told so: fragmented control frame (1002)
  the server hears close, masked: 1002 fragmented control frame|end
long ping: 1002 failed to receive: the server broke a rule of WebSockets and was told so: control frame longer than 125 bytes (1002)
  the server hears close, masked: 1002 control frame longer than 125 bytes|end
no UTF-8: received 4 bytes
no UTF-8: 1007 failed to receive: the server broke a rule of WebSockets and was told so: text is not valid UTF-8 (1007)
  the server hears close, masked: 1007 text is not valid UTF-8|end
half a character: 1007 failed to receive: the server broke a rule of WebSockets and was told so: text is not valid UTF-8 (1007)
  the server hears close, masked: 1007 text is not valid UTF-8|end
too long: 1009 failed to receive: the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
  the server hears close, masked: 1009 message is longer than package_max_length|end
too long, in fragments: 1009 failed to receive: the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
  the server hears close, masked: 1009 message is longer than package_max_length|end
too long by far: 1009 failed to receive: the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
  the server hears close, masked: 1009 message is longer than package_max_length|end
not as long as allowed: received 900 bytes
not as long as allowed: 1005 failed to receive: the server closed the WebSocket without a code
  the server hears close, masked: |end
close with half a code: 1002 failed to receive: the server broke a rule of WebSockets and was told so: close frame with half a code (1002)
  the server hears close, masked: 1002 close frame with half a code|end
close with a code that may not be sent: 1002 failed to receive: the server broke a rule of WebSockets and was told so: close code that must not be sent (1002)
  the server hears close, masked: 1002 close code that must not be sent|end
close with a reason that is no UTF-8: 1007 failed to receive: the server broke a rule of WebSockets and was told so: text is not valid UTF-8 (1007)
  the server hears close, masked: 1007 text is not valid UTF-8|end
no code: 1005 failed to receive: the server closed the WebSocket without a code
  the server hears close, masked: |end
a code and a reason: received 4 bytes
a code and a reason: 1008 failed to receive: the server closed the WebSocket with code 1008: not you
  the server hears close, masked: 1008|end
a code of its own: 4999 failed to receive: the server closed the WebSocket with code 4999
  the server hears close, masked: 4999|end
