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
     * The files of a form (`multipart/form-data`), by the name of their field: arrays of `name` (what the client calls it),
     * `type` (what the client says), `tmp_name`, `error` (0, or one of `UPLOAD_ERR_*`) and `size`. Fields of the name `m[]` give
     * a list of such arrays. With the setting `http_parse_files` the form is that of PHP's `$_FILES`.
     *
     * The file lies at `tmp_name` as long as this object lives; `move_uploaded_file()` takes it away.
     *
     * @var array<string, array>|null
     */
    public $files = null;

    /**
     * The parameters of a form in the body, taken apart as PHP fills `$_POST`; with the methods POST, PUT, PATCH and DELETE.
     * Those of `application/x-www-form-urlencoded` are left out when the setting `http_parse_post` is off.
     *
     * @var array<string, string|array>|null
     */
    public $post = null;

    /**
     * Where the uploaded files are: every `tmp_name` in {@see self::$files} that is one.
     *
     * @var string[]|null
     */
    public $tmpfiles = null;

    /**
     * The body as it came. A form with files (`multipart/form-data`) has none any more, as with PHP's `php://input`:
     * {@see self::$post} and {@see self::$files} have what was in it.
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
     * The whole request: its head, put together again from what was read of it (names in lower case), and the body as
     * {@see self::getContent()} gives it.
     *
     * @return string|false False when the object did not come from a server.
     */
    public function getData()
    {
    }

    /**
     * Whether the request has come whole: always, for those that a server gives out.
     *
     * @return bool False when the object did not come from a server.
     */
    public function isCompleted()
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
