--TEST--
unpack() returns false, error 508, for bytes that are no whole frame
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

$whole = [Swoole\WebSocket\Server::pack('abc'), Swoole\WebSocket\Server::pack(str_repeat('x', 300), 1, 33)];
$refused = $cut = 0;
foreach ($whole as $bytes) {
    for ($length = 0; $length < strlen($bytes); $length++, $cut++) {
        $refused += swoole_websocket_server::unpack(substr($bytes, 0, $length)) === false;
    }
}
echo $cut === $refused ? 'all' : "$refused of $cut", " refused\n";
var_dump(swoole_last_error() === SWOOLE_ERROR_PROTOCOL_ERROR, swoole_last_error());

// A length that would overflow, and compressed data that is none.
var_dump(Swoole\WebSocket\Server::unpack("\x82\x7f" . str_repeat("\xff", 8) . 'x'));
var_dump(Swoole\WebSocket\Frame::unpack("\xc1\x03\xff\xff\xff"));
?>
--EXPECT--
all refused
bool(true)
int(508)
bool(false)
bool(false)
