--TEST--
pack() compresses with the flag for it, and unpack() inflates
--EXTENSIONS--
zlib
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

use Swoole\WebSocket\Frame;
use Swoole\WebSocket\Server;

const FLAGS = SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_COMPRESS;
$text = str_repeat('the same words again and again, ', 50);

$bytes = Server::pack($text, SWOOLE_WEBSOCKET_OPCODE_TEXT, FLAGS);
printf("%02x, %s\n", ord($bytes[0]), strlen($bytes) < 200 ? 'short' : strlen($bytes) . ' bytes');
echo (new Deflate)->inflate(substr($bytes, 2)) === $text ? 'inflates to the text' : 'is something else', "\n";

$frame = swoole_websocket_server::unpack($bytes);
var_dump($frame->data === $text, $frame->flags === (FLAGS | SWOOLE_WEBSOCKET_FLAG_RSV1));
// Together again, of what came apart.
var_dump(Frame::unpack((string) $frame)->data === $text);

// As a client sends it; and a short text too.
$frame = Server::unpack(Server::pack('abc', 2, FLAGS | SWOOLE_WEBSOCKET_FLAG_MASK));
echo "$frame->data, flags $frame->flags\n";

// Fragments and control frames are not compressed.
echo bin2hex(Server::pack('abc', 1, SWOOLE_WEBSOCKET_FLAG_COMPRESS)), ' ', bin2hex(Server::pack('abc', 9, FLAGS)), "\n";
?>
--EXPECT--
c1, short
inflates to the text
bool(true)
bool(true)
bool(true)
abc, flags 39
0103616263 8903616263
