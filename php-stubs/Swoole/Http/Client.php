<?php

namespace Swoole\Http;

/**
 * A client for HTTP and, by {@see self::upgrade()}, for WebSockets, that waits for nothing: each request has a callback, which
 * the event loop calls. Without a server the loop runs when the script has ended; in a server's processes, task workers
 * included, between their other callbacks. For programs that wait, there is `Swoxide\WebSocket\Client`.
 *
 * **What keeps the loop going**: a request under way, and an open WebSocket; the object stays alive as long, whether the program
 * has it or not. An idle connection keeps nothing, and ends with its object.
 *
 * **What callbacks come**: on('connect') when there is a connection; the callback of the request exactly once, with the answer or
 * with a code below 0 in {@see self::$statusCode}; on('error') behind it if no connection came to be; on('close') exactly once
 * for each connection, as the last. All come from the loop, never from inside a method.
 *
 * | statusCode | errCode (words in errMsg) | |
 * | --- | --- | --- |
 * | 101 to 999 | 0 | the server has answered |
 * | -1 | of the system, 110 (time), 711 (host not found), 71 (TLS), 113 (proxy) | there is no connection |
 * | -2 | 110 | the time was over before the answer was whole |
 * | -3 | 104 (ended), 71 (no HTTP), 90 (longer than `package_max_length`), 8504 (opens no WebSocket), 125 (closed by the program) | there is no whole answer |
 *
 * A connection is used again for the next request, unless the server or `keep_alive` says no. One request at a time: for several,
 * make several clients. Clients can't be cloned or serialised. Also known as `swoole_http_client`.
 */
#[\AllowDynamicProperties]
class Client
{
    /**
     * `SWOOLE_SOCK_TCP`, with `SWOOLE_SSL` if it speaks TLS.
     *
     * @var int
     */
    public $type = 0;

    /**
     * Why the last request has no answer, the last push was not taken, or the code that the server closed the WebSocket with.
     *
     * @var int
     */
    public $errCode = 0;

    /**
     * The same in words.
     *
     * @var string
     */
    public $errMsg = '';

    /**
     * The number of the last connection's socket.
     *
     * @var int
     */
    public $sock = 0;

    /**
     * The status of the last answer, or below 0: see above.
     *
     * @var int
     */
    public $statusCode = 0;

    /**
     * As the constructor was given it.
     *
     * @var string
     */
    public $host = null;

    /**
     * As the constructor was given it.
     *
     * @var int
     */
    public $port = 0;

    /**
     * The verb of the next request that execute() or download() makes.
     *
     * @var string|null
     */
    public $requestMethod = null;

    /**
     * Headers of all further requests.
     *
     * @var array<string, string>|null
     */
    public $requestHeaders = null;

    /**
     * The data of the next request.
     *
     * @var array|string|null
     */
    public $requestBody = null;

    /**
     * The files of the next request.
     *
     * @var list<array{path: string, name: string, type: string, filename: string, size: int, offset: int}>|null
     */
    public $uploadFiles = null;

    /**
     * The `Set-Cookie` lines of the last answer, as they came.
     *
     * @var list<string>|null
     */
    public $set_cookie_headers = null;

    /**
     * The file of the last download.
     *
     * @var string|null
     */
    public $downloadFile = null;

    /**
     * The headers of the last answer, names in lower case; what comes several times is a list.
     *
     * @var array<string, string|list<string>>|null
     */
    public $headers = null;

    /**
     * What goes with each request: set by setCookies(), and by each answer that sets one.
     *
     * @var array<string, string>|null
     */
    public $cookies = null;

    /**
     * The body of the last answer, unpacked if it was gzip. Empty if there was none, or if it went into a file.
     *
     * @var string|null
     */
    public $body = null;

    /** @var callable|null */
    public $onConnect = null;

    /** @var callable|null */
    public $onError = null;

    /** @var callable|null */
    public $onMessage = null;

    /** @var callable|null */
    public $onClose = null;

    /**
     * All that was {@see self::set()}.
     *
     * @var array<string, mixed>|null
     */
    public $setting = null;

    /**
     * Makes a client of one server. Nothing is looked up or connected before the first request.
     *
     * @param string $host A name, or an IP address.
     * @param int    $port 1 to 65535.
     * @param bool   $ssl  Over TLS.
     *
     * @throws \ValueError The host or the port can't be.
     */
    public function __construct(string $host, int $port = 80, bool $ssl = false)
    {
    }

    /**
     * Sets what counts from the next request on. What is set already stays.
     *
     * - `timeout`, seconds: how long a request may take, from the look-up of the host to the last byte of the answer. 0.5;
     *   -1 for no limit. An open WebSocket has none.
     * - `keep_alive`: the connection stays for the next request. On.
     * - `package_max_length`, bytes: the longest body of an answer that does not go into a file, and the longest message. 2 MiB.
     * - `socket_buffer_size`, bytes: what may wait to be sent before push() refuses more. 2 MiB.
     * - `websocket_compression`: permessage-deflate is offered. Off. With `websocket_context_takeover` later messages may refer
     *   to earlier ones.
     * - `ssl_verify_peer`: the server's certificate must be good for the host. On. `ssl_allow_self_signed`, `ssl_host_name`,
     *   `ssl_cafile`, `ssl_capath`, `ssl_cert_file`, `ssl_key_file` as for `Swoxide\WebSocket\Client`.
     * - `bind_address`, `bind_port`: where to connect from.
     * - `http_proxy_host`, `http_proxy_port` (8080), `http_proxy_user`, `http_proxy_password`: an HTTP proxy, which is asked for a
     *   tunnel (CONNECT) for TLS and WebSockets.
     * - `socks5_host`, `socks5_port` (1080), `socks5_user`, `socks5_password`: a SOCKS proxy, which comes before the other.
     * - `websocket_mask` has no effect: frames are always masked, as RFC 6455 wants it.
     *
     * @param array $settings Names and values. One that is unknown is warned of.
     *
     * @return bool True.
     *
     * @throws \TypeError|\ValueError A value can't be; nothing is set then.
     */
    public function set(array $settings)
    {
    }

    /**
     * Sets the verb of the next request.
     *
     * @param string $method GET, POST, PUT, and so on.
     *
     * @return bool False with a warning if it is none that is known.
     */
    public function setMethod(string $method)
    {
    }

    /**
     * Sets headers for all further requests, in place of those before. `Host` may be among them. `Connection`, `Content-Length`,
     * `Transfer-Encoding` and `Upgrade` are left out, because the connection says them by itself.
     *
     * @param array $headers Name => value.
     *
     * @return bool False with a warning if one can't be sent; nothing is set then.
     */
    public function setHeaders(array $headers)
    {
    }

    /**
     * Sets cookies for all further requests, in place of those before.
     *
     * @param array $cookies Name => value.
     *
     * @return bool False with a warning if one can't be sent; nothing is set then.
     */
    public function setCookies(array $cookies)
    {
    }

    /**
     * Sets the data of the next request, which is a POST then, if setMethod() does not say otherwise.
     *
     * @param mixed $data An array, which is sent as a form, or a string, which is sent as it is.
     *
     * @return bool False with a warning if it is something else.
     */
    public function setData(mixed $data)
    {
    }

    /**
     * Sends a file with the next request, which is a form (multipart/form-data) then. It is read when it is sent.
     *
     * @param string      $path     The file.
     * @param string      $name     The name of its field.
     * @param string|null $type     application/octet-stream if it is not said.
     * @param string|null $filename What the server is told that it is called; by default the last part of the path.
     * @param int         $offset   The first byte to send.
     * @param int         $length   How many bytes; 0 for all.
     *
     * @return bool False with a warning if the file is missing or empty, or has no such part.
     */
    public function addFile(string $path, string $name, ?string $type = null, ?string $filename = null, int $offset = 0, int $length = 0)
    {
    }

    /**
     * Makes a request with what was set.
     *
     * @param string   $path     Path and query.
     * @param callable $callback `function (Client $client)`
     *
     * @return bool False with a warning if another request is under way, or this one can't be sent.
     */
    public function execute(string $path, callable $callback)
    {
    }

    /**
     * Makes a GET request.
     *
     * @param string   $path     Path and query.
     * @param callable $callback `function (Client $client)`
     *
     * @return bool As execute().
     */
    public function get(string $path, callable $callback)
    {
    }

    /**
     * Makes a POST request.
     *
     * @param string       $path     Path and query.
     * @param array|string $data     As for setData().
     * @param callable     $callback `function (Client $client)`
     *
     * @return bool As execute().
     */
    public function post(string $path, array|string $data, callable $callback)
    {
    }

    /**
     * Makes a request whose answer goes into a file, however long it is. The body of an answer that is not 2xx does not: it is in
     * {@see self::$body}.
     *
     * @param string   $path     Path and query.
     * @param string   $file     The file, made if it is not there.
     * @param callable $callback `function (Client $client)`
     * @param int      $offset   Where in the file to begin; what was behind it goes. The server is asked for a part of its own
     *                           by a `Range` header, which is the program's to set.
     *
     * @return bool As execute(); false also if the file can't be written, or ends before the offset.
     */
    public function download(string $path, string $file, callable $callback, int $offset = 0)
    {
    }

    /**
     * Opens a WebSocket. From then on its messages go to on('message'), which must be there. Pings are answered.
     *
     * @param string   $path     Path and query. Subprotocols are asked for by a `Sec-WebSocket-Protocol` header.
     * @param callable $callback `function (Client $client)`. It is open if statusCode is 101; else there is the server's answer,
     *                           or a code below 0.
     *
     * @return bool As execute().
     */
    public function upgrade(string $path, callable $callback)
    {
    }

    /**
     * Sends a message by an open WebSocket, in the next round of the loop.
     *
     * @param \Swoole\WebSocket\Frame|string $data   A frame object says opcode and flags itself; a close frame closes, with its code and reason.
     * @param int                            $opcode A `WEBSOCKET_OPCODE_*`.
     * @param bool                           $finish False: more of the message follows with opcode 0.
     *
     * @return bool False leaves in errCode, with a warning: 8503 (there is no connection), 8504 (it is no WebSocket), 8502 (there
     *              is no such frame); without one: 1009 (more than socket_buffer_size would wait).
     */
    public function push(\Swoole\WebSocket\Frame|string $data, int $opcode = \WEBSOCKET_OPCODE_TEXT, bool $finish = true)
    {
    }

    /**
     * Whether there is a connection.
     *
     * @return bool False also from close() on.
     */
    public function isConnected()
    {
    }

    /**
     * Ends the connection; a WebSocket by the closing handshake (code 1000), for whose answer the server has 2 seconds. Messages
     * that still come are dropped, and a request under way has failed. on('close') comes from the loop.
     *
     * @return bool False if there is none.
     */
    public function close()
    {
    }

    /**
     * Sets a callback.
     *
     * @param string   $event    `connect`, `error` and `close`: `function (Client $client)`; `message`:
     *                           `function (Client $client, \Swoole\WebSocket\Frame $frame)`.
     * @param callable $callback In place of the one before.
     *
     * @return bool False with a warning if there is no such event.
     */
    public function on(string $event, callable $callback)
    {
    }
}
