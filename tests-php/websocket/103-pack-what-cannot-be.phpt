--TEST--
pack() returns false with a warning for an opcode that does not exist
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

set_error_handler(function ($severity, $text) { echo "$text\n"; });
foreach ([11, -1, 3] as $opcode) {
    var_dump(Swoole\WebSocket\Server::pack('abc', $opcode), swoole_websocket_frame::pack('abc', $opcode));
}
catching(fn () => Swoole\WebSocket\Server::pack());
?>
--EXPECTF--
Swoole\WebSocket\Server::pack(): the maximum value of opcode is 10
Swoole\WebSocket\Frame::pack(): the maximum value of opcode is 10
bool(false)
bool(false)
Swoole\WebSocket\Server::pack(): the maximum value of opcode is 10
Swoole\WebSocket\Frame::pack(): the maximum value of opcode is 10
bool(false)
bool(false)
Swoole\WebSocket\Server::pack(): the opcode 3 is reserved by RFC 6455: 0 to 2 and 8 to 10 can be sent
Swoole\WebSocket\Frame::pack(): the opcode 3 is reserved by RFC 6455: 0 to 2 and 8 to 10 can be sent
bool(false)
bool(false)
ArgumentCountError(0): Swoole\WebSocket\Server::pack() expects at least 1 argument, 0 given
