<?php

namespace Swoole\Http;

/**
 * An HTTP server in PHP: every request comes to the callback `request` as a {@see Request} and a {@see Response}.
 *
 * It speaks HTTP/1.1 and HTTP/1.0 with keep-alive. Requests of one connection are answered in their order. Where
 * callbacks run, and how a server begins and ends, is told at {@see \Swoole\Server}.
 *
 *     $server = new Swoole\Http\Server('127.0.0.1', 9501);
 *     $server->on('request', function (Swoole\Http\Request $request, Swoole\Http\Response $response) {
 *         $response->header('Content-Type', 'text/plain; charset=utf-8');
 *         $response->end('Hello ' . ($request->get['name'] ?? 'world'));
 *     });
 *     $server->start();
 *
 * The callback `request` must be set. Also known as `swoole_http_server`.
 */
class Server extends \Swoole\Server
{
}
