<?php

namespace Swoole\WebSocket;

/**
 * A WebSocket server, which answers plain HTTP on the same port.
 *
 * A browser connects with `new WebSocket('ws://127.0.0.1:9501/')`. The server answers the handshake, then calls `open`;
 * every message comes to the callback `message` as a {@see Frame}; {@see self::push()} sends. `message` must be set.
 * Other HTTP requests go to the callback `request`; where it is not set they get the page `400 Bad Request`.
 *
 * Pings are answered (unless `open_websocket_ping_frame` leaves that to the program), fragments put together and compressed
 * messages inflated (with the setting `websocket_compression`) before PHP sees anything. RFC 6455 is obeyed: a client that
 * breaks the protocol is closed with code 1002, one that sends text which is not UTF-8 with 1007, one that sends more
 * than `package_max_length` bytes with 1009. Frames of clients are accepted unmasked too, unless `websocket_require_mask` is
 * set.
 *
 * A program that wants a say in handshakes sets `handshake`, `function ($request, $response)`: it accepts with
 * `$response->status(101); $response->end();` or by returning true, refuses with another status, and `open` is not called
 * then. What belongs to the answer (`Sec-WebSocket-Accept` and so on) is added. Or it sets `beforeHandshakeResponse`,
 * `function ($server, $request, $response)`, which may add headers to the answer, or end it with another status.
 *
 * Where callbacks run, and how a server begins and ends, is told at {@see \Swoole\Server}.
 *
 *     $server = new Swoole\WebSocket\Server('127.0.0.1', 9501);
 *     $server->on('open', function ($server, $request) {
 *         $server->push($request->fd, 'welcome');
 *     });
 *     $server->on('message', function ($server, $frame) {
 *         foreach ($server->connections as $fd) {
 *             $server->push($fd, "{$frame->fd} says {$frame->data}");
 *         }
 *     });
 *     $server->on('close', function ($server, $fd) {
 *         echo "{$fd} is gone\n";
 *     });
 *     $server->start();
 *
 * Also known as `swoole_websocket_server`.
 */
class Server extends \Swoole\Http\Server
{
    /**
     * Sends a message to a WebSocket user. The message is queued and sent while PHP goes on: true does not say that it has
     * arrived.
     *
     * A message in parts: the first with its opcode and `$flags` 0, further ones with opcode
     * `SWOOLE_WEBSOCKET_OPCODE_CONTINUATION` and `$flags` 0, the last with that opcode and `SWOOLE_WEBSOCKET_FLAG_FIN`.
     *
     * False with a warning, and {@see self::getLastError()} is 503: `session#9 does not exists` (no such connection, or ended),
     * `the connected client of connection[9] is not a websocket client or closed` (plain HTTP, or closing), `the maximum value
     * of opcode is 10`, `the opcode 3 is reserved by RFC 6455: 0 to 2 and 8 to 10 can be sent`, `the data of a ping or pong must
     * not be longer than 125 bytes, 126 given`, `server is not running`. False in silence, and 1009: the other side reads so slowly
     * that `socket_buffer_size` bytes wait for it already; what waits is still sent. False in silence, and 1002: it has just
     * left, or 1001: the server has ended it by itself, and `onClose` is about to say so.
     *
     * @param int          $fd     The connection.
     * @param Frame|string $data   The payload; may be empty, and numbers, booleans, null and objects with `__toString()`
     *                             are made into strings. A {@see Frame} brings its own opcode and flags, and the two
     *                             arguments that follow do not count.
     * @param int          $opcode `SWOOLE_WEBSOCKET_OPCODE_TEXT` for UTF-8 text, `SWOOLE_WEBSOCKET_OPCODE_BINARY` for bytes,
     *                             `SWOOLE_WEBSOCKET_OPCODE_PING` and `_PONG` with at most 125 bytes.
     *                             `SWOOLE_WEBSOCKET_OPCODE_CLOSE` ends the connection as {@see self::disconnect()} does; the
     *                             data is empty, or two bytes of code (highest first) and a reason.
     * @param int          $flags  `SWOOLE_WEBSOCKET_FLAG_FIN` (1, or true as old programs write): the message ends with
     *                             this frame. 0 or false: more parts follow. With `SWOOLE_WEBSOCKET_FLAG_COMPRESS` a message
     *                             is compressed although it is shorter than `websocket_compression_min_length`, for a
     *                             client with which compression was agreed on.
     *
     * @return bool Whether it was queued.
     */
    public function push(int $fd, Frame|string $data, int $opcode = \WEBSOCKET_OPCODE_TEXT, int $flags = \SWOOLE_WEBSOCKET_FLAG_FIN)
    {
    }

    /**
     * Ends a WebSocket connection in the way of the protocol: sends a close frame with a code and a reason, waits for the answer
     * (2 seconds at most) and closes. Nothing can be pushed to it any more. The callback `close` follows, with -1 as its
     * `$reactorId`.
     *
     * @param int    $fd     The connection.
     * @param int    $code   Why: one of the `SWOOLE_WEBSOCKET_CLOSE_*` constants that can be sent (1000 to 1003, 1007 to 1014), or
     *                       a code of the program's own, 3000 to 4999.
     * @param string $reason Text for the other side, at most 123 bytes of UTF-8.
     *
     * @return bool True; false with a warning when the connection is not a WebSocket (any more) (the texts are those of
     *              {@see self::push()}), when the code can't be sent (`the close code 999 can't be sent: 1000 to 1003, 1007 to 1014
     *              and 3000 to 4999 can`), when the reason is too long (`the reason of a close frame must not be longer than
     *              123 bytes, 124 given`), or `server is not running`.
     */
    public function disconnect(int $fd, int $code = \SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = '')
    {
    }

    /**
     * Sends a ping, which the other side answers with a pong by itself. With `open_websocket_pong_frame` that comes to
     * `message`; for pings at intervals there is the setting `websocket_ping_interval`.
     *
     * @param int    $fd   The connection.
     * @param string $data At most 125 bytes, which the pong brings back.
     *
     * @return bool Whether it was queued; false as {@see self::push()} gives it.
     */
    public function ping(int $fd, string $data = '')
    {
    }

    /**
     * Makes the bytes of a frame, for programs that carry frames themselves.
     *
     *     bin2hex(Swoole\WebSocket\Server::pack('abc')); // 8103616263
     *
     * @param Frame|string $data   The payload, as for {@see self::push()}; a {@see Frame} brings its own opcode and flags.
     * @param int          $opcode One of `SWOOLE_WEBSOCKET_OPCODE_*`. With `_CLOSE` the data is the reason, and the code 0; a
     *                             {@see CloseFrame} says more.
     * @param int          $flags  `SWOOLE_WEBSOCKET_FLAG_FIN`, `_COMPRESS`, `_MASK` (always with the same key).
     *
     * @return string|false The bytes; false with a warning for an opcode that does not exist.
     */
    public static function pack(Frame|string $data, int $opcode = \WEBSOCKET_OPCODE_TEXT, int $flags = \SWOOLE_WEBSOCKET_FLAG_FIN)
    {
    }

    /**
     * Takes the first frame of some bytes apart; a masked payload is unmasked, a compressed one inflated (to 64 MiB at the
     * most).
     *
     * @param string $data Bytes that begin with a frame.
     *
     * @return Frame|false The frame (a {@see CloseFrame} if it is one), its `$fd` 0; false when it is not whole or is none
     *                     ({@see swoole_last_error()} is then 508).
     */
    public static function unpack(string $data)
    {
    }

    /**
     * Whether a connection is a WebSocket whose handshake is done, that is whether {@see self::push()} reaches it.
     *
     * @param int $fd The connection.
     *
     * @return bool False for plain HTTP connections and unknown ones; false with the warning `server is not running` before
     *              the start.
     */
    public function isEstablished(int $fd)
    {
    }
}
