<?php

final class Network
{
    /** Whether a TCP socket of this network namespace listens on the port. Asks the kernel, so no connection is spent on it. */
    public static function isListening(int $port): bool
    {
        $listening = sprintf(':%04X [0-9A-F]+:0000 0A ', $port);
        return (bool) preg_match("/$listening/", file_get_contents('/proc/self/net/tcp') . file_get_contents('/proc/self/net/tcp6'));
    }

    /** A port of 127.0.0.1 that was free a moment ago; for programs that cannot take port 0. */
    public static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        return (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
    }

    /**
     * Moves this process, and the ones it starts from now on, into a network of their own, which has a loopback device and
     * nothing else: there any port is free, and 0.0.0.0 is reached by nobody else. False where that is not permitted.
     */
    public static function isolate(): bool
    {
        return function_exists('pcntl_unshare') && @pcntl_unshare(CLONE_NEWNET)
            && exec('ip link set lo up 2>&1', result_code: $code) !== false && $code === 0;
    }
}
