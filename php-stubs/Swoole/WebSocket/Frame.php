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
class Frame
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
     * `SWOOLE_WEBSOCKET_FLAG_*` bits. A message from a client usually has 33: `FIN` (1) and `MASK` (32).
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
}
