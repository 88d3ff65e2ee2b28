<?php

namespace Swoole\WebSocket;

/**
 * A close frame: a {@see Frame} that says goodbye, with a code and a reason. Pushing it ends the connection as
 * {@see Server::disconnect()} does. With the setting `open_websocket_close_frame`, `onMessage` gets the client's as one of
 * these, its data empty, its code 1000 if the client gave none.
 *
 *     $frame = new Swoole\WebSocket\CloseFrame();
 *     $frame->code = SWOOLE_WEBSOCKET_CLOSE_POLICY_ERROR;
 *     $frame->reason = 'not here';
 *     $server->push($fd, $frame);
 *
 * Also known as `swoole_websocket_closeframe`.
 */
class CloseFrame extends Frame
{
    /**
     * `SWOOLE_WEBSOCKET_OPCODE_CLOSE` (8).
     *
     * @var int
     */
    public $opcode = 8;

    /**
     * Why: one of the `SWOOLE_WEBSOCKET_CLOSE_*` constants that can be sent, or a code of the program's own, 3000 to 4999.
     *
     * @var int
     */
    public $code = 1000;

    /**
     * Text for the other side, at most 123 bytes of UTF-8.
     *
     * @var string
     */
    public $reason = '';
}
