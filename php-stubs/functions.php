<?php

/**
 * The version of Swoole whose classes and functions this extension offers; the same as `SWOOLE_VERSION`.
 * The version of the extension itself is `phpversion('swoxide')`.
 *
 * @return string Three numbers, such as "6.2.2", for `version_compare()`.
 */
function swoole_version()
{
}

/**
 * Number of the last error in this process; the same as {@see \Swoole\Server::getLastError()}.
 *
 * @return int One of the `SWOOLE_ERROR_*` constants or an errno of the system; 0 when nothing has failed yet.
 */
function swoole_last_error()
{
}

/**
 * An error number in words: of the system ("No such file or directory"), or one of the `SWOOLE_ERROR_*` constants.
 *
 * @param int $errno      The number.
 * @param int $error_type One of the `SWOOLE_STRERROR_*` constants. Has no effect: the two kinds of numbers don't overlap.
 *
 * @return string The words; "Unknown error 12345" for a number that is neither.
 */
function swoole_strerror(int $errno, int $error_type = SWOOLE_STRERROR_SYSTEM)
{
}

/**
 * How many CPUs this process may use; programs choose the number of workers by it.
 *
 * @return int 1 or more.
 */
function swoole_cpu_num()
{
}

/**
 * Sets the name under which `ps` and `top` show this process, as `cli_set_process_title()` does.
 *
 * @param string $process_name The name.
 *
 * @return bool Whether that worked.
 */
function swoole_set_process_name(string $process_name)
{
}
