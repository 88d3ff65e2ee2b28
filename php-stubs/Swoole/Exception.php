<?php

namespace Swoole;

/**
 * What the extension throws when a server can't be made, above all when its port can't be taken.
 * The message says what and where, and the code is the errno of the system or a `SWOOLE_ERROR_*` number.
 *
 *     try {
 *         $server = new Swoole\WebSocket\Server('127.0.0.1', 9501);
 *     } catch (Swoole\Exception $exception) {
 *         exit($exception->getMessage() . "\n");
 *     }
 *
 * Also known as `swoole_exception`.
 */
class Exception extends \Exception
{
}
