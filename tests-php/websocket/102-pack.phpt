--TEST--
pack() makes the bytes of a frame, without a server
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach (SERVER_NAMES as $server) {
    echo "$server\n";
    // Text, binary, a fragment, masked with a key that is always the same, a close frame without a code, a ping.
    foreach ([
        $server::pack('abc'),
        $server::pack('abc', SWOOLE_WEBSOCKET_OPCODE_BINARY),
        $server::pack('abc', SWOOLE_WEBSOCKET_OPCODE_TEXT, 0),
        $server::pack('abc', SWOOLE_WEBSOCKET_OPCODE_TEXT, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK),
        $server::pack('abc', SWOOLE_WEBSOCKET_OPCODE_CLOSE),
        $server::pack('', SWOOLE_WEBSOCKET_OPCODE_PING),
        $server::pack(42),
        Swoole\WebSocket\Frame::pack('abc'),
        swoole_websocket_frame::pack('abc', 2),
    ] as $bytes) {
        echo '    ', bin2hex($bytes), "\n";
    }
    // The three forms of the length.
    foreach ([125, 126, 65535, 65536] as $length) {
        $bytes = $server::pack(str_repeat('x', $length));
        echo '    ', $length, ': ', bin2hex(substr($bytes, 0, -$length)), "\n";
    }
}
// The fixed key is not just there, it is applied.
$masked = substr(Swoole\WebSocket\Server::pack('abcde', 1, SWOOLE_WEBSOCKET_FLAG_FIN | SWOOLE_WEBSOCKET_FLAG_MASK), 2);
echo substr($masked, 0, 4), ' ', substr($masked, 4) ^ '258E2', "\n";
?>
--EXPECT--
Swoole\WebSocket\Server
    8103616263
    8203616263
    0103616263
    81833235384553575b
    88050000616263
    8900
    81023432
    8103616263
    8203616263
    125: 817d
    126: 817e007e
    65535: 817effff
    65536: 817f0000000000010000
swoole_websocket_server
    8103616263
    8203616263
    0103616263
    81833235384553575b
    88050000616263
    8900
    81023432
    8103616263
    8203616263
    125: 817d
    126: 817e007e
    65535: 817effff
    65536: 817f0000000000010000
258E abcde
