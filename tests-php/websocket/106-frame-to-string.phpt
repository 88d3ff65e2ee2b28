--TEST--
A frame as a string is its bytes, as pack() makes them
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

foreach ([Swoole\WebSocket\Frame::class, 'swoole_websocket_frame'] as $class) {
    $frame = new $class;
    $frame->data = 'abc';
    echo bin2hex($frame), (string) $frame === $class::pack($frame) ? ' as packed' : ' different', "\n";
    $frame->opcode = SWOOLE_WEBSOCKET_OPCODE_BINARY;
    echo bin2hex($frame), "\n";
    $frame->finish = false;
    echo bin2hex($frame), "\n";
    $frame->finish = true;
    $frame->flags = SWOOLE_WEBSOCKET_FLAG_MASK;
    echo bin2hex($frame), "\n";
}

foreach ([Swoole\WebSocket\CloseFrame::class, 'swoole_websocket_closeframe'] as $class) {
    $close = new $class;
    echo bin2hex($close), ' ', $close instanceof Swoole\WebSocket\Frame ? 'a frame' : 'no frame', "\n";
    $close->code = 4001;
    $close->reason = 'bye';
    echo bin2hex($close), ' ', bin2hex(Swoole\WebSocket\Server::pack($close)), "\n";
}

// A frame that comes apart and together again is the same; what a frame says counts before pack()'s arguments.
$bytes = Swoole\WebSocket\Server::pack('abc', 2, 33);
var_dump((string) Swoole\WebSocket\Server::unpack($bytes) === $bytes);
var_dump(Swoole\WebSocket\Server::pack(Swoole\WebSocket\Server::unpack($bytes), 1, 0) === $bytes);

// What can't be a frame: a string conversion has nothing else to give.
$wrong = new Swoole\WebSocket\Frame;
$wrong->opcode = 11;
var_dump((string) $wrong);
?>
--EXPECTF--
8103616263 as packed
8203616263
0203616263
82833235384553575b
8103616263 as packed
8203616263
0203616263
82833235384553575b
880203e8 a frame
88050fa1627965 88050fa1627965
880203e8 a frame
88050fa1627965 88050fa1627965
bool(true)
bool(true)

Warning: Swoole\WebSocket\Frame::__toString(): the maximum value of opcode is 10 in %s on line %d
string(0) ""
