--TEST--
unpack() takes the first frame of some bytes apart
--FILE--
<?php
require __DIR__ . '/../include/harness.php';

function show($frame): void
{
    echo get_class($frame), ": fd $frame->fd, data '$frame->data', opcode $frame->opcode, flags $frame->flags, finish ",
        json_encode($frame->finish), $frame instanceof Swoole\WebSocket\CloseFrame ? ", code $frame->code, reason '$frame->reason'" : '', "\n";
}

foreach (SERVER_NAMES as $server) {
    show($server::unpack(hex2bin('8103616263')));
    show($server::unpack(hex2bin('81833235384553575b')));
    show($server::unpack(hex2bin('0203616263')));
    show($server::unpack(hex2bin('8900')));
    // What comes behind it is left alone.
    show($server::unpack(hex2bin('8103616263' . '810178')));
    show($server::unpack(hex2bin('880803e8') . 'normal'));
    show($server::unpack(hex2bin('88021388')));
    show($server::unpack(hex2bin('8800')));
}
show(Swoole\WebSocket\Frame::unpack(hex2bin('8103616263')));
show(swoole_websocket_frame::unpack(hex2bin('8803ffff78')));

// Whatever pack() makes is taken apart again.
$same = 0;
foreach ([0, 1, 125, 126, 65535, 65536] as $length) {
    foreach ([0, SWOOLE_WEBSOCKET_FLAG_MASK] as $mask) {
        $data = str_repeat("\xfe", $length);
        $flags = SWOOLE_WEBSOCKET_FLAG_FIN | $mask;
        $frame = Swoole\WebSocket\Server::unpack(Swoole\WebSocket\Server::pack($data, 2, $flags));
        $same += $frame->data === $data && $frame->opcode === 2 && $frame->flags === $flags;
    }
}
echo "$same of 12\n";
?>
--EXPECT--
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 1, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 33, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 2, flags 0, finish false
Swoole\WebSocket\Frame: fd 0, data '', opcode 9, flags 1, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 1, finish true
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 1000, reason 'normal'
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 5000, reason ''
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 1000, reason ''
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 1, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 33, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 2, flags 0, finish false
Swoole\WebSocket\Frame: fd 0, data '', opcode 9, flags 1, finish true
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 1, finish true
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 1000, reason 'normal'
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 5000, reason ''
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 1000, reason ''
Swoole\WebSocket\Frame: fd 0, data 'abc', opcode 1, flags 1, finish true
Swoole\WebSocket\CloseFrame: fd 0, data '', opcode 8, flags 1, finish true, code 65535, reason 'x'
12 of 12
