<?php

namespace Swoole;

/**
 * A connection over TCP, UDP or a Unix socket, plain or encrypted, that carries bytes as they are; once `swoole_client`.
 *
 *     $client = new Swoole\Client(SWOOLE_SOCK_TCP);
 *     $client->connect('127.0.0.1', 9501, 0.5) or exit("$client->errCode\n");
 *     $client->send("hello\n");
 *     echo $client->recv();
 *     $client->close();
 *
 * It waits on the thread that calls it, with no other behind it, and not longer than it is told. Meanwhile handlers of signals run
 * that `pcntl_async_signals(true)` lets run at once. (Only a look-up of a host name takes a thread for as long as it lasts, because
 * the system can't be interrupted in it.) `swoole_client_select()` and `Swoole\Event::add()` take clients.
 *
 * What fails gives false with a warning that says why, and `errCode` has its number: one of the system's, or a
 * `SWOOLE_ERROR_*`; `swoole_strerror()` has words for either.
 *
 * ### Asynchronous clients
 *
 *     $client = new Swoole\Client(SWOOLE_SOCK_TCP, SWOOLE_SOCK_ASYNC);
 *     $client->on('connect', fn ($client) => $client->send("hello\n"));
 *     $client->on('receive', function ($client, $data) { echo $data; $client->close(); });
 *     $client->on('error', function ($client) { echo "not connected: $client->errCode\n"; });
 *     $client->on('close', fn ($client) => null);
 *     $client->connect('127.0.0.1', 9501);
 *
 * With `SWOOLE_SOCK_ASYNC` nothing waits: the event loop watches the socket, in a script behind its end, and in workers and task
 * workers of a server between their callbacks, and calls what {@see self::on()} was given. The loop, and the object, stay as
 * long as it connects or is connected. What does not fit into the system's buffers is sent later, up to `socket_buffer_size`.
 * A look-up of a host name holds nobody up.
 *
 * ### Settings
 *
 * | setting | default | |
 * | --- | --- | --- |
 * | `timeout` | that of `connect()` | seconds that sending and receiving may take; 0 and less are no limit |
 * | `open_eof_check`, `open_eof_split`, `package_eof` | | packages that end with something, as for servers |
 * | `open_length_check`, `package_length_type`, `package_length_offset`, `package_body_offset` | | packages that say how long they are, as for servers |
 * | `package_max_length` | 2 MiB | bytes of the longest package; a longer one ends the connection, error 1201 |
 * | `socket_buffer_size` | 2 MiB | bytes that may wait to be sent by an asynchronous client; when nothing waits, one string of any size |
 * | `buffer_high_watermark`, `buffer_low_watermark` | four fifths of that, 0 | bytes that wait when `bufferFull` and `bufferEmpty` are called |
 * | `open_tcp_nodelay` | true | small pieces are sent at once |
 * | `bind_address`, `bind_port` | | the address of this side, for TCP and UDP |
 * | `ssl_verify_peer` | false | the server's certificate must be good, and for the host of `connect()` |
 * | `ssl_allow_self_signed` | false | also one that nobody else has signed |
 * | `ssl_host_name` | | for whom it must be instead |
 * | `ssl_cafile`, `ssl_capath` | the system's | a PEM file, or a folder of such files, with the authorities to trust |
 * | `ssl_cert_file`, `ssl_key_file` | | PEM files with the client's own certificate and key, for servers that want one |
 *
 * ### Persistent connections
 *
 * With `SWOOLE_KEEP` in its type the process keeps a connection when the object goes or `close()` is called, for the next
 * client of the same type, host, port, `$id` and settings `ssl_*` and `bind_*`. `connect()` takes one that is still there and has
 * nothing half done, nor anything that was said to the one before; `reuse` and `reuseCount` tell. A process keeps up to 32.
 *
 * Clients can't be cloned or serialised.
 */
#[\AllowDynamicProperties]
class Client
{
    /** Data out of order, which TCP calls urgent. `recv()` does not take it. */
    public const MSG_OOB = 1;
    /** For `recv()`: only looks, and leaves what has come. */
    public const MSG_PEEK = 2;
    /** For `recv()`: does not wait. */
    public const MSG_DONTWAIT = 64;
    /** For `recv()`: waits for all of `$size` bytes. */
    public const MSG_WAITALL = 256;
    /** For `shutdown()`: both directions. */
    public const SHUT_RDWR = 2;
    /** For `shutdown()`: what is received. */
    public const SHUT_RD = 0;
    /** For `shutdown()`: what is sent. */
    public const SHUT_WR = 1;

    /**
     * The number of the last error; 0 after what worked.
     *
     * @var int
     */
    public $errCode = 0;
    /**
     * The number of the socket; -1 without one.
     *
     * @var int
     */
    public $sock = -1;
    /**
     * Whether the connection was kept for this client by an earlier one.
     *
     * @var bool
     */
    public $reuse = false;
    /**
     * How often it was.
     *
     * @var int
     */
    public $reuseCount = 0;
    /**
     * The type that the constructor was given.
     *
     * @var int
     */
    public $type = 0;
    /**
     * Which of several persistent connections, as the constructor was told.
     *
     * @var ?string
     */
    public $id = null;
    /**
     * What `set()` was given so far.
     *
     * @var ?array<string, mixed>
     */
    public $setting = null;

    /**
     * @param int    $type  `SWOOLE_SOCK_TCP`, `_TCP6`, `_UDP`, `_UDP6`, `_UNIX_STREAM` or `_UNIX_DGRAM`; a stream with `SWOOLE_SSL`
     *                      is encrypted from the beginning, and one with `SWOOLE_KEEP` persistent.
     * @param bool   $async `SWOOLE_SOCK_ASYNC` for a client with callbacks, which can't be persistent.
     * @param string $id    Which of several persistent connections to the same server.
     *
     * @throws Exception If there is no such type, or it can't be asynchronous.
     * @throws \Error    If it was called already.
     */
    public function __construct(int $type, bool $async = \SWOOLE_SOCK_SYNC, string $id = '')
    {
    }

    /**
     * Merges settings into those of earlier calls, see above. Those of packages count at once, also for what has come and was not
     * received yet. One that clients do not have is a warning.
     *
     * @param array<string, mixed> $settings By name.
     *
     * @return bool True.
     *
     * @throws \TypeError|\ValueError If a value is not right; nothing has changed then.
     */
    public function set(array $settings)
    {
    }

    /**
     * Connects: the host is looked up, its addresses are tried in their order, and TLS is agreed on. For datagrams it says where
     * `send()` sends to; a Unix socket must be there.
     *
     * @param string $host      A name, an address, or the path of a Unix socket. `_TCP` and `_UDP` reach IPv4 alone, `_TCP6` and
     *                          `_UDP6` IPv6.
     * @param int    $port      1 to 65535; of a Unix socket nothing.
     * @param float  $timeout   Seconds that all of it may take, and that each `send()` and `recv()` may, if there is no setting
     *                          `timeout`. 0 and less are no limit.
     * @param int    $sock_flag 1 for UDP: takes datagrams from there alone, and hears when nobody is there.
     *
     * @return bool Of an asynchronous client: whether it has begun. `connect` or `error` follows, at the latest after `$timeout`.
     */
    public function connect(string $host, int $port = 0, float $timeout = 0.5, int $sock_flag = 0)
    {
    }

    /**
     * What has come; if nothing has, waits for it. With one of the settings for packages it is one package, whatever `$size` says.
     *
     * @param int $size Bytes at the most.
     * @param int $flag `Swoole\Client::MSG_PEEK`, `MSG_WAITALL`, `MSG_DONTWAIT`. When the time of `MSG_WAITALL` is over, or the
     *                  connection, what there is has to do.
     *
     * @return string|false An empty string when the server has ended the connection: with `errCode` 104 and a warning if it did so
     *                      in a package. False, and `errCode` 11, when the time is over.
     */
    public function recv(int $size = 65536, int $flag = 0)
    {
    }

    /**
     * Sends all of it, and waits until the system has taken it. Where that fails, or the time is over, when a part has gone the
     * connection is closed, for nothing can follow.
     *
     * @param string $data At least a byte.
     * @param int    $flag Changes nothing.
     *
     * @return int|false How many bytes that were.
     */
    public function send(string $data, int $flag = 0)
    {
    }

    /**
     * Sends a file or a part of it, as `send()` does; one that has become shorter meanwhile fails. 64 KiB of it are in memory at a
     * time.
     *
     * @param string $filename A regular file.
     * @param int    $offset   Where to begin.
     * @param int    $length   How many bytes; 0 for all behind `$offset`.
     *
     * @return bool
     */
    public function sendfile(string $filename, int $offset = 0, int $length = 0)
    {
    }

    /**
     * Sends a datagram to anybody, connected or not.
     *
     * @param string $ip   An address, or the path of a Unix socket.
     * @param int    $port 1 to 65535; of a Unix socket anything.
     * @param string $data At least a byte.
     *
     * @return bool
     */
    public function sendto(string $ip, int $port, string $data)
    {
    }

    /**
     * Ends one direction of the connection, or both.
     *
     * @param int $how `Swoole\Client::SHUT_RD`, `SHUT_WR` or `SHUT_RDWR`.
     *
     * @return bool
     */
    public function shutdown(int $how)
    {
    }

    /**
     * Speaks TLS from now on, on a connection that was plain. All that came before must have been received. When it fails the
     * connection is closed.
     *
     * @param ?callable $onSslReady Of an asynchronous client: is called with it when TLS is agreed on; else `error` and `close` are.
     *
     * @return bool
     */
    public function enableSSL(?callable $onSslReady = null)
    {
    }

    /**
     * Sets a callback of an asynchronous client; each gets the client as its first argument. `connect`, `error` (there is no
     * connection, and why is in `errCode`), `receive` (and the data) and `close` must be there before `connect()`; for datagrams
     * `receive`. Exactly one of `error` and `connect` is called, and after `connect` once `close`, if the loop runs that long: one
     * that `Swoole\Event::exit()` leaves forgets its clients, and hears again of those that are used again. `bufferFull` and
     * `bufferEmpty` tell of what waits to be sent.
     *
     * @param string   $event_name One of these, in any case of letters.
     * @param callable $callback   An earlier one is forgotten.
     *
     * @return bool
     */
    public function on(string $event_name, callable $callback)
    {
    }

    /**
     * Has an asynchronous client hear nothing, also not of the end of the connection, until {@see self::resume()}.
     *
     * @return bool
     */
    public function pause()
    {
    }

    /**
     * The older name of {@see self::pause()}.
     *
     * @return bool
     */
    public function sleep()
    {
    }

    /**
     * Has it hear again.
     *
     * @return bool
     */
    public function resume()
    {
    }

    /**
     * The older name of {@see self::resume()}.
     *
     * @return bool
     */
    public function wakeup()
    {
    }

    /**
     * The server's certificate, PEM.
     *
     * @return string|false
     */
    public function getPeerCert()
    {
    }

    /**
     * Whether the server's certificate is good, and for the host, by the settings as they are now; for a client that connects
     * without `ssl_verify_peer`.
     *
     * @return bool
     */
    public function verifyPeerCert()
    {
    }

    /**
     * Whether the server has not ended the connection, or something that it sent before was not received yet; as far as is known
     * without waiting. Of datagrams, whether there is a socket.
     *
     * @return bool
     */
    public function isConnected()
    {
    }

    /**
     * The address of this side.
     *
     * @return array{host: string, port: int}|false Of a Unix socket the path, if it has one.
     */
    public function getsockname()
    {
    }

    /**
     * The address of the other side; of datagrams that of who sent the last one.
     *
     * @return array{host: string, port: int}|false
     */
    public function getpeername()
    {
    }

    /**
     * Ends the connection. A persistent one is kept, unless `$force` is true. What was sent arrives, also where something came that
     * nobody has read: for that it waits until the server's system has it, a second at the most. An asynchronous one sends first what
     * waits, for as long as the server takes some of it every 2 seconds; `close` is called when it has ended.
     *
     * @param bool $force Ends a persistent one too, and does not wait.
     *
     * @return bool False if there is none.
     */
    public function close(bool $force = false)
    {
    }
}
