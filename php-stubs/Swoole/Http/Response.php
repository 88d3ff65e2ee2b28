<?php

namespace Swoole\Http;

/**
 * The answer to an HTTP request, as the callback `request` receives it.
 *
 * Set status, header fields and cookies first, then {@see self::end()}:
 *
 *     $response->status(404);
 *     $response->header('Content-Type', 'text/plain; charset=utf-8');
 *     $response->end('There is no such page.');
 *
 * The object may be kept, and ended after the callback has returned, from another callback. Where nobody keeps it, it is
 * answered when the callback returns: with an empty 200 when nothing was done with it; with the status that was set and an
 * empty body, or with 500, when it was begun and not ended; with 500 when an exception left the callback.
 * Also known as `swoole_http_response`.
 */
#[\AllowDynamicProperties]
class Response
{
    /**
     * The connection that the response goes to.
     *
     * @var int
     */
    public $fd = 0;

    /**
     * Not used: null.
     *
     * @var null
     */
    public $socket = null;

    /**
     * Not used: null.
     *
     * @var null
     */
    public $header = null;

    /**
     * Not used: null.
     *
     * @var null
     */
    public $cookie = null;

    /**
     * Not used: null.
     *
     * @var null
     */
    public $trailer = null;

    /**
     * Has no effect; old programs call it.
     *
     * @return bool True; false when the response has ended.
     */
    public function initHeader()
    {
    }

    /**
     * Whether anything can still be sent: the response has not ended and the connection is there.
     *
     * @return bool False after {@see self::end()}.
     */
    public function isWritable()
    {
    }

    /**
     * Adds a cookie, whose value is encoded as in URLs.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object Name; letters, digits and most signs, but none of
     *                               `=,; \t\r\n\013\014`. Or a cookie object, which says all of it, and whether its value is
     *                               encoded.
     * @param string $value          Value, any text. "" deletes the cookie in the browser.
     * @param int    $expires        Unix time in seconds until which the browser keeps it; 0: until the browser is closed.
     * @param string $path           Path below which the browser sends it back, `/` for the whole site. "" leaves it out, and the
     *                               browser takes the folder of the request.
     * @param string $domain         Domain whose hosts get it back; "" means this host only.
     * @param bool   $secure         Only over https.
     * @param bool   $httponly       Out of reach of JavaScript.
     * @param string $samesite       `Lax`, `Strict` or `None`; "" leaves the attribute out.
     * @param string $priority       `Low`, `Medium` or `High`; "" leaves the attribute out.
     * @param bool   $partitioned    A cookie by top-level site (CHIPS).
     *
     * @return bool True; false with a warning when the name is empty or has one of the signs above, or when another argument has
     *              `,`, `;`, a blank or a line break (an encoded value may), and false when the response has ended.
     */
    public function cookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false)
    {
    }

    /**
     * The same as {@see self::cookie()}.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object Name; letters, digits and most signs, but none of
     *                               `=,; \t\r\n\013\014`. Or a cookie object, which says all of it, and whether its value is
     *                               encoded.
     * @param string $value          Value, any text. "" deletes the cookie in the browser.
     * @param int    $expires        Unix time in seconds until which the browser keeps it; 0: until the browser is closed.
     * @param string $path           Path below which the browser sends it back, `/` for the whole site. "" leaves it out, and the
     *                               browser takes the folder of the request.
     * @param string $domain         Domain whose hosts get it back; "" means this host only.
     * @param bool   $secure         Only over https.
     * @param bool   $httponly       Out of reach of JavaScript.
     * @param string $samesite       `Lax`, `Strict` or `None`; "" leaves the attribute out.
     * @param string $priority       `Low`, `Medium` or `High`; "" leaves the attribute out.
     * @param bool   $partitioned    A cookie by top-level site (CHIPS).
     *
     * @return bool True; false with a warning when the name is empty or has one of the signs above, or when another argument has
     *              `,`, `;`, a blank or a line break (an encoded value may), and false when the response has ended.
     */
    public function setCookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false)
    {
    }

    /**
     * Adds a cookie like {@see self::cookie()}, with the value as it is, not encoded.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object Name; letters, digits and most signs, but none of
     *                               `=,; \t\r\n\013\014`. Or a cookie object, which says all of it, and whether its value is
     *                               encoded.
     * @param string $value          Value. "" deletes the cookie in the browser.
     * @param int    $expires        Unix time in seconds until which the browser keeps it; 0: until the browser is closed.
     * @param string $path           Path below which the browser sends it back, `/` for the whole site. "" leaves it out, and the
     *                               browser takes the folder of the request.
     * @param string $domain         Domain whose hosts get it back; "" means this host only.
     * @param bool   $secure         Only over https.
     * @param bool   $httponly       Out of reach of JavaScript.
     * @param string $samesite       `Lax`, `Strict` or `None`; "" leaves the attribute out.
     * @param string $priority       `Low`, `Medium` or `High`; "" leaves the attribute out.
     * @param bool   $partitioned    A cookie by top-level site (CHIPS).
     *
     * @return bool True; false with a warning when the name is empty or has one of the signs above, or when another argument has
     *              `,`, `;`, a blank or a line break (an encoded value may), and false when the response has ended.
     */
    public function rawcookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false)
    {
    }

    /**
     * The same as {@see self::rawcookie()}.
     *
     * @param \Swoole\Http\Cookie|string $name_or_object Name; letters, digits and most signs, but none of
     *                               `=,; \t\r\n\013\014`. Or a cookie object, which says all of it, and whether its value is
     *                               encoded.
     * @param string $value          Value. "" deletes the cookie in the browser.
     * @param int    $expires        Unix time in seconds until which the browser keeps it; 0: until the browser is closed.
     * @param string $path           Path below which the browser sends it back, `/` for the whole site. "" leaves it out, and the
     *                               browser takes the folder of the request.
     * @param string $domain         Domain whose hosts get it back; "" means this host only.
     * @param bool   $secure         Only over https.
     * @param bool   $httponly       Out of reach of JavaScript.
     * @param string $samesite       `Lax`, `Strict` or `None`; "" leaves the attribute out.
     * @param string $priority       `Low`, `Medium` or `High`; "" leaves the attribute out.
     * @param bool   $partitioned    A cookie by top-level site (CHIPS).
     *
     * @return bool True; false with a warning when the name is empty or has one of the signs above, or when another argument has
     *              `,`, `;`, a blank or a line break (an encoded value may), and false when the response has ended.
     */
    public function setRawCookie(\Swoole\Http\Cookie|string $name_or_object, string $value = '', int $expires = 0, string $path = '', string $domain = '', bool $secure = false, bool $httponly = false, string $samesite = '', string $priority = '', bool $partitioned = false)
    {
    }

    /**
     * Sets the status of the response, which is 200 otherwise.
     *
     * @param int    $http_code The number, such as 404; 0 means 200.
     * @param string $reason    The words after it; "" takes the usual ones ("Not Found").
     *
     * @return bool True; without effect once the head was sent by {@see self::write()}. False with a warning when there is no such
     *              code (`the status code 99 can't be sent: 200 to 999 can`; in a handshake 101 can too), and false when the
     *              response has ended.
     */
    public function status(int $http_code, string $reason = '')
    {
    }

    /**
     * The same as {@see self::status()}.
     *
     * @param int    $http_code The number, such as 404; 0 means 200.
     * @param string $reason    The words after it; "" takes the usual ones ("Not Found").
     *
     * @return bool True; without effect once the head was sent by {@see self::write()}. False with a warning when there is no such
     *              code (`the status code 99 can't be sent: 200 to 999 can`), and false when the response has ended.
     */
    public function setStatusCode(int $http_code, string $reason = '')
    {
    }

    /**
     * Sets a header field; the same field again replaces the value.
     *
     * `Server`, `Date`, `Connection`, `Content-Type` (text/html) and `Content-Length` are there without it.
     *
     * @param string       $key    Name of the field, at most 127 bytes.
     * @param array|string $value  Value; an array makes one line of each element. "" leaves the line out.
     * @param bool         $format Has no effect: names are always written in the usual way (`content-type` becomes `Content-Type`).
     *
     * @return bool True; false with a warning when the name is too long (`header key is too long`) or is none (`header key 'a b'
     *              is no HTTP header name`), and false when the response has ended. A value with a line break is left out, with
     *              the warning `Header may not contain more than a single header, new line detected`.
     */
    public function header(string $key, array|string $value, bool $format = true)
    {
    }

    /**
     * The same as {@see self::header()}.
     *
     * @param string       $key    Name of the field, at most 127 bytes.
     * @param array|string $value  Value; an array makes one line of each element. "" leaves the line out.
     * @param bool         $format Has no effect: names are always written in the usual way (`content-type` becomes `Content-Type`).
     *
     * @return bool True; false with a warning when the name is too long (`header key is too long`) or is none (`header key 'a b'
     *              is no HTTP header name`), and false when the response has ended. A value with a line break is left out, with
     *              the warning `Header may not contain more than a single header, new line detected`.
     */
    public function setHeader(string $key, array|string $value, bool $format = true)
    {
    }

    /**
     * Sends a piece of the body at once (chunked transfer). The first call sends the head, which can't be changed afterwards;
     * {@see self::end()} finishes the response.
     *
     * @param string $content The piece; not empty.
     *
     * @return bool True when it was queued; false with the warning `the data sent must not be empty`, and false in silence when the
     *              response has ended (last error 7106), the connection is gone (1005), or the other side reads so slowly that
     *              128 MiB wait for it already (1009): the connection is reset then, so that nobody takes the body for whole.
     */
    public function write(string $content)
    {
    }

    /**
     * Finishes the response. Nothing can be sent afterwards.
     *
     * A body of at least `http_compression_min_length` bytes (20) is compressed when the client accepts br, zstd, gzip or
     * deflate, unless `http_compression` is off, or the response has a `Content-Encoding` of its own, or a type that is not
     * among `http_compression_types`. A strong `ETag` becomes a weak one then.
     *
     * @param string|null $content The body; after {@see self::write()} its last piece.
     *
     * @return bool True; false in silence when the response has ended already (last error 7106) or the connection is gone (1005).
     */
    public function end(?string $content = null)
    {
    }

    /**
     * Sends the browser to another address, and finishes the response.
     *
     * @param string $location  The address.
     * @param int    $http_code 302 (for now), 301 (for good), 303, 307 or 308.
     *
     * @return bool True; false with a warning when the address has a line break or there is no such code, and false when the
     *              response has ended.
     */
    public function redirect(string $location, int $http_code = 302)
    {
    }

    /**
     * Sends a file as the body, and finishes the response. The file is read piece by piece by the process that has the
     * connection; none of it goes through PHP. The type is that of the file's name, unless `Content-Type` is set.
     *
     * @param string $filename The file.
     * @param int    $offset   Where to begin, in bytes.
     * @param int    $length   How much to send, in bytes; 0: up to the end.
     *
     * @return bool True; false with a warning when there is no such file (`stat(/nope) failed, Error: No such file or
     *              directory[2]`), when it is none (`parameter $file[/tmp] given is not a regular file`), when it is too short
     *              (`parameter $offset[9] exceeds the file size`), or after {@see self::write()} (`can't use sendfile when HTTP
     *              chunk is enabled`): the response can still be ended in another way. False in silence when the response has
     *              ended (last error 7106) or the connection is gone (1005).
     */
    public function sendfile(string $filename, int $offset = 0, int $length = 0)
    {
    }

    /**
     * Sets a field that follows the body, for what is known only then. The response goes out in chunks. HTTP/1.1 clients get
     * those that were set before the first {@see self::write()}, or that a header `Trailer` names, and only if their request
     * says `TE: trailers`.
     *
     * @param string $key   Name of the field.
     * @param string $value Value.
     *
     * @return bool True; false with a warning when that is no name, when the value has a line break, or when the field has to
     *              come before the body (`Content-Type`, `Set-Cookie`, ...), and false when the response has ended.
     */
    public function trailer(string $key, string $value)
    {
    }

    /**
     * Compresses this response with gzip if the client accepts that, the pieces of {@see self::write()} too. From the days
     * before the setting `http_compression`, which compresses what {@see self::end()} sends without it.
     *
     * @param int $level From 1 (fast) to 9 (small).
     *
     * @return bool True; false with a warning when there is no such level, or after {@see self::write()}, and false when the
     *              response has ended.
     */
    public function gzip(int $level = 1)
    {
    }

    /**
     * Gives the response up: this object can't send anything any more, and nobody answers the client until another object
     * does, which {@see self::create()} makes.
     *
     * @return bool True; false with a warning after {@see self::write()}, and false when the response has ended.
     */
    public function detach()
    {
    }

    /**
     * Makes a response for the request that waits at a connection, in any process of the server: for one that was
     * {@see self::detach()}ed, and whose fd was passed on to a task, say. Whether there is such a request shows when something is
     * sent. What the client accepts is not known here, so that nothing is compressed.
     *
     * @param array|object|int $server The server; or the fd, for the server of this process.
     * @param int              $fd     The connection, where the first argument is a server.
     *
     * @return Response|false The response; false when no server runs here or this can't be a connection.
     */
    public static function create(array|object|int $server = -1, int $fd = -1)
    {
    }

    /**
     * Only for coroutine servers, which do not exist here.
     *
     * @return false With the warning `async server does not support protocol upgrade`.
     */
    public function upgrade()
    {
    }

    /**
     * Only for coroutine servers: {@see \Swoole\WebSocket\Server::push()} is what there is.
     *
     * @param \Swoole\WebSocket\Frame|string $data   Not used.
     * @param int                            $opcode Not used.
     * @param int                            $flags  Not used.
     *
     * @return false With a warning.
     */
    public function push(\Swoole\WebSocket\Frame|string $data, int $opcode = \SWOOLE_WEBSOCKET_OPCODE_TEXT, int $flags = \SWOOLE_WEBSOCKET_FLAG_FIN)
    {
    }

    /**
     * Only for coroutine servers: messages come to the callback `message`.
     *
     * @param float $timeout Not used.
     *
     * @return false With a warning.
     */
    public function recv(float $timeout = 0.0)
    {
    }

    /**
     * Only for coroutine servers: {@see \Swoole\WebSocket\Server::ping()} is what there is.
     *
     * @param string $data Not used.
     *
     * @return false With a warning.
     */
    public function ping(string $data = '')
    {
    }

    /**
     * Only for coroutine servers: {@see \Swoole\WebSocket\Server::disconnect()} is what there is.
     *
     * @param int    $code   Not used.
     * @param string $reason Not used.
     *
     * @return false With a warning.
     */
    public function disconnect(int $code = \SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = '')
    {
    }

    /**
     * Ends the connection without an answer.
     *
     * @return bool True; false when the response has ended or the connection is gone.
     */
    public function close()
    {
    }
}
