--TEST--
Compression is offered when the program wants it, and goes by RFC 7692 then
--SKIPIF--
<?php if (!extension_loaded('zlib')) echo 'skip without zlib'; ?>
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoxide\WebSocket\Client;

/** @param callable(Client): void $use */
function meet(string $what, string $answer, string $serve, array $settings, callable $use): void
{
    $server = RawServer::serving(<<<PHP
        preg_match('/^Sec-WebSocket-Extensions: .*/m', \$peer->head()->request, \$match);
        echo trim(\$match[0] ?? 'nothing offered'), "\\n";
        \$peer->open($answer);
        \$frame = fn () => (\$frame = \$peer->receive()) && print(\$frame->isCompressed() ? 'compressed' . (strlen(\$frame->payload) < 10 ? ' to next to nothing' : '') : 'plain, ' . strlen(\$frame->payload) . ' bytes') . "\\n";
        $serve;
        \$peer->listen();
        PHP);
    echo "$what\n";
    $client = new Client("ws://127.0.0.1:$server->port/", $settings);
    $use($client);
    unset($client, $use);
    $server->waitForOutput("end\n");
    echo preg_replace('/^/m', '  ', trim($server->output())), "\n";
}

$on = ['websocket_compression' => true];
$alone = "['Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover']";
$lasting = "['Sec-WebSocket-Extensions: permessage-deflate']";
$long = str_repeat('all work and no play ', 10);
$send = function (Client $client) use ($long) {
    $client->send('short');
    $client->send('short', flags: SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS);
    $client->send($long);
    $client->send($long);
    $client->send($long, flags: 0);
    $client->send('', WEBSOCKET_OPCODE_CONTINUATION);
};
$six = str_repeat('$frame(); ', 6);
meet('not wanted', '', $six, [], $send);
meet('not agreed to', '', $six, $on, $send);
meet('each alone', $alone, $six, $on, $send);
meet('with memory', $lasting, $six, $on + ['websocket_context_takeover' => true], $send);

/** Receives until that ends. */
$receive = function (Client $client) {
    try {
        while ($frame = $client->receive(TIME_LIMIT)) {
            echo '  received ', substr($frame->data, 0, 20), ", flags $frame->flags\n";
        }
    } catch (Swoxide\WebSocket\Exception $exception) {
        echo "  {$exception->getMessage()}\n";
    }
};
$deflated = '(new Deflate)->deflate("hello hello hello")';
meet('whole, plain, in fragments', $alone, "\$data = $deflated; \$peer->send(\$data, rsv: 4)->send('plain')->send(substr(\$data, 0, 3), fin: false, rsv: 4)->send('', 9)->send(substr(\$data, 3), 0)->send('', 8)", $on, $receive);
meet('one refers to another', $lasting, '$deflate = new Deflate; $peer->send($deflate->deflate("hello hello"), rsv: 4)->send($deflate->deflate("hello hello"), rsv: 4)->send("", 8)', $on + ['websocket_context_takeover' => true], $receive);
meet('broken', $alone, '$peer->send("\xff\xff\xff", rsv: 4)', $on, $receive);
meet('a little that becomes much', $alone, '$peer->send((new Deflate)->deflate(str_repeat("\0", 50 << 20)), 2, rsv: 4)', $on, $receive);
?>
--EXPECT--
not wanted
  nothing offered
  plain, 5 bytes
  plain, 5 bytes
  plain, 210 bytes
  plain, 210 bytes
  plain, 210 bytes
  plain, 0 bytes
  close, masked: 1001
  end
not agreed to
  Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
  plain, 5 bytes
  plain, 5 bytes
  plain, 210 bytes
  plain, 210 bytes
  plain, 210 bytes
  plain, 0 bytes
  close, masked: 1001
  end
each alone
  Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
  plain, 5 bytes
  compressed to next to nothing
  compressed
  compressed
  plain, 210 bytes
  plain, 0 bytes
  close, masked: 1001
  end
with memory
  Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
  plain, 5 bytes
  compressed to next to nothing
  compressed
  compressed to next to nothing
  plain, 210 bytes
  plain, 0 bytes
  close, masked: 1001
  end
whole, plain, in fragments
  received hello hello hello, flags 7
  received plain, flags 1
  received hello hello hello, flags 7
  failed to receive: the server closed the WebSocket without a code
  Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
  pong, masked: 
  close, masked: 
  end
one refers to another
  received hello hello, flags 7
  received hello hello, flags 7
  failed to receive: the server closed the WebSocket without a code
  Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
  close, masked: 
  end
broken
  failed to receive: the server broke a rule of WebSockets and was told so: compressed data is broken (1007)
  Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
  close, masked: 1007 compressed data is broken
  end
a little that becomes much
  failed to receive: the server broke a rule of WebSockets and was told so: message is longer than package_max_length (1009)
  Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits
  close, masked: 1009 message is longer than package_max_length
  end
