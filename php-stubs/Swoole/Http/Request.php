<?php

namespace Swoole\Http;

/**
 * An HTTP request, as the callbacks `request` and `open` receive it. It is complete: the body has been read.
 *
 * The properties that are arrays are null when there is nothing in them, so ask with `??`:
 *
 *     $name = $request->get['name'] ?? 'world';
 *
 * The object is a copy of what came in; it may be kept after the callback, and changing it changes nothing.
 * Also known as `swoole_http_request`.
 */
#[\AllowDynamicProperties]
class Request
{
    /**
     * The connection that the request came from. In `open` this is the number to push to.
     *
     * @var int
     */
    public $fd = 0;

    /**
     * Number of the HTTP/2 stream; 0, because the server speaks HTTP/1.
     *
     * @var int
     */
    public $streamId = 0;

    /**
     * The header fields, with lower-case names: `$request->header['user-agent']`. A field that came several times is an array
     * of its values, except where HTTP allows one only (host, content-type, ...): there the last one counts.
     * The field `cookie` is left out, because {@see self::$cookie} has it, unless the setting `http_parse_cookie` is off.
     *
     * @var array<string, string|string[]>|null
     */
    public $header = null;

    /**
     * What PHP calls `$_SERVER`, with lower-case keys: `query_string` (only when there is one), `request_method`,
     * `request_uri` (the path as it came), `path_info` (the path, percent-decoded), `request_time` (int, seconds),
     * `request_time_float`, `server_protocol` ("HTTP/1.1"), `server_port`, `remote_port`, `server_addr`, `remote_addr`,
     * `master_time` (int, seconds).
     *
     * @var array<string, string|int|float>|null
     */
    public $server = null;

    /**
     * The cookies, decoded. Where a name came twice the first value counts. Null when the setting `http_parse_cookie` is off.
     *
     * @var array<string, string>|null
     */
    public $cookie = null;

    /**
     * The parameters of the query string, taken apart as PHP fills `$_GET`: `a[]=1&a[]=2` is an array.
     *
     * @var array<string, string|array>|null
     */
    public $get = null;

    /**
     * Not used: null. A body of `multipart/form-data` is not taken apart; {@see self::getContent()} has it as it came.
     *
     * @var null
     */
    public $files = null;

    /**
     * The parameters of a form in the body (`application/x-www-form-urlencoded`), taken apart as PHP fills `$_POST`; with the
     * methods POST, PUT, PATCH and DELETE. Null when the setting `http_parse_post` is off.
     *
     * @var array<string, string|array>|null
     */
    public $post = null;

    /**
     * Not used: null.
     *
     * @var null
     */
    public $tmpfiles = null;

    /**
     * The body as it came.
     *
     * @return string|false The body; "" when the request has none. False when the object did not come from a server.
     */
    public function getContent()
    {
    }

    /**
     * The same as {@see self::getContent()}, under its older name.
     *
     * @return string|false The body; "" when the request has none.
     */
    public function rawContent()
    {
    }

    /**
     * The method in capitals, such as `GET`; the same as `$request->server['request_method']`.
     *
     * @return string|false The method; false when the object did not come from a server.
     */
    public function getMethod()
    {
    }
}
