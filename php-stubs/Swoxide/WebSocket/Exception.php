<?php

namespace Swoxide\WebSocket;

/**
 * What a {@see Client} throws when it can't connect, or when its WebSocket has ended. The message says what was tried and
 * what went wrong, and the code is a number for programs:
 *
 * | code | |
 * | --- | --- |
 * | below 200 | one of the system's, such as `SOCKET_ECONNREFUSED` (111), `SOCKET_ETIMEDOUT` (110: the time was over), `SOCKET_ECONNRESET` (104), `SOCKET_EPROTO` (71: no TLS or no WebSocket with this server), `SOCKET_EINVAL` (22: certificates that can't be used) |
 * | 200 to 999 | the status of the server's answer to the handshake, such as 403 |
 * | 711 | `SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED`: the host can't be found |
 * | 1000 to 4999 | what the WebSocket was closed with, see {@see Client::getCloseCode()} |
 */
class Exception extends \Swoole\Exception
{
}
