<?php

namespace Swoole\WebSocket;

/**
 * A WebSocket message: what the callback `message` receives, and what {@see Server::push()} takes instead of a string.
 *
 * A received message is always whole. A program may create one to push it:
 *
 *     $frame = new Swoole\WebSocket\Frame();
 *     $frame->data = $bytes;
 *     $frame->opcode = SWOOLE_WEBSOCKET_OPCODE_BINARY;
 *     $server->push($fd, $frame);
 *
 * Also known as `swoole_websocket_frame`.
 */
#[\AllowDynamicProperties]
class Frame implements \Stringable
{
    /**
     * The connection that the message came from.
     *
     * @var int
     */
    public $fd = 0;

    /**
     * The payload: UTF-8 text, or bytes, as {@see self::$opcode} says. May be empty.
     *
     * @var string
     */
    public $data = '';

    /**
     * The kind of message: `SWOOLE_WEBSOCKET_OPCODE_TEXT` (1) or `SWOOLE_WEBSOCKET_OPCODE_BINARY` (2). With the settings
     * `open_websocket_ping_frame` and `open_websocket_pong_frame` also `_PING` (9) and `_PONG` (10).
     *
     * @var int
     */
    public $opcode = 1;

    /**
     * `SWOOLE_WEBSOCKET_FLAG_*` bits. A message from a client usually has 33: `FIN` (1) and `MASK` (32); one that came
     * compressed has 39, `COMPRESS` (2) and `RSV1` (4) beside them.
     *
     * @var int
     */
    public $flags = 1;

    /**
     * Whether the message ends with this frame: true for every received message. To push one part of a message set it
     * to false.
     *
     * @var bool|null
     */
    public $finish = null;

    /**
     * The bytes of the frame, as {@see self::pack()} makes them.
     *
     * @return string "" for a frame that can't be.
     */
    public function __toString(): string
    {
    }

    /**
     * The same as {@see Server::pack()}.
     *
     * @param Frame|string $data   The payload, or a frame.
     * @param int          $opcode The kind of frame.
     * @param int          $flags  `SWOOLE_WEBSOCKET_FLAG_*`
     *
     * @return string|false The bytes.
     */
    public static function pack(Frame|string $data, int $opcode = \WEBSOCKET_OPCODE_TEXT, int $flags = \SWOOLE_WEBSOCKET_FLAG_FIN)
    {
    }

    /**
     * The same as {@see Server::unpack()}.
     *
     * @param string $data Bytes that begin with a frame.
     *
     * @return Frame|false The frame.
     */
    public static function unpack(string $data)
    {
    }
}
