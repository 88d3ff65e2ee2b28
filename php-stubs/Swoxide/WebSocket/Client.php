<?php

namespace Swoxide\WebSocket;

/**
 * A WebSocket to any server, for programs that wait: a request of php-fpm, a script, a worker. Not Swoole's.
 *
 *     $client = new Swoxide\WebSocket\Client('wss://example.com/chat', ['headers' => ['Authorization' => "Bearer $token"]]);
 *     $client->send(json_encode(['to' => 7, 'text' => 'Your order is on its way']));
 *     $answer = $client->receive()?->data;
 *
 * It works on the thread that calls it, with no other behind it. While a method waits pings of the server are answered, and
 * handlers of signals run that `pcntl_async_signals(true)` lets run at once; what they throw ends the wait, and the client can be
 * used again. Between two calls nothing happens. In a callback of a server it holds up that worker as any other call that waits.
 * (Only a look-up of a host name takes a thread for as long as it lasts, because the system can't be interrupted in it.)
 *
 * A client whose last variable goes, at the end of a request for instance, says goodbye to the server (close code 1001) without
 * waiting for an answer. {@see self::close()} waits.
 *
 * ### Settings
 *
 * Their names are those of servers. One that does not exist is an error, as is a wrong type.
 *
 * | setting | default | |
 * | --- | --- | --- |
 * | `timeout` | 5.0 | seconds that connecting may take, from the look-up of the host to the server's answer; and that each other method may, unless it is told otherwise |
 * | `headers` | | `name => value`, for the handshake; `Host` too |
 * | `websocket_subprotocol` | | one, or a list to choose from, the best first |
 * | `websocket_compression` | false | offers permessage-deflate |
 * | `websocket_context_takeover` | false | compressed messages may refer to earlier ones: smaller, for 300 KB of memory |
 * | `package_max_length` | 2 MiB | bytes of the longest message that is taken, and of the longest frame with its header; a longer one ends the WebSocket (1009) |
 * | `persistent` | false | the connection outlives the object, see below |
 * | `ssl_verify_peer` | true | the server's certificate must be good, and for the host of the URL |
 * | `ssl_allow_self_signed` | false | also one that nobody else has signed |
 * | `ssl_host_name` | | for whom it must be instead |
 * | `ssl_cafile`, `ssl_capath` | the system's | a PEM file, or a folder of such files, with the authorities to trust |
 * | `ssl_cert_file`, `ssl_key_file` | | PEM files with the client's own certificate and key, for servers that want one |
 *
 * ### Persistent connections
 *
 * With `persistent` the process keeps the connection when the object goes, for the next one with the same URL and settings:
 * in php-fpm that is a later request. `true`, or a name of your own if there shall be several. A ping shows whether it is
 * still alive, and a new one is made if not; {@see self::isReused()} tells. Messages that came for the one before are dropped;
 * who leaves with a question unanswered should `close()`, or the next one gets the answer. Connections with something half done
 * end. A process keeps up to 32, and nothing runs meanwhile, so that a server which pings ends them.
 *
 * Clients can't be cloned or serialised.
 */
class Client
{
    /**
     * Connects.
     *
     * @param string               $url      `ws://host:port/path?query`, or `wss://` for TLS.
     * @param array<string, mixed> $settings See above.
     *
     * @throws Exception   If it can't.
     * @throws \ValueError If the URL or a setting is not right; \TypeError if a setting has a wrong type.
     */
    public function __construct(string $url, array $settings = [])
    {
    }

    /**
     * Sends a message, and waits until the system has taken it. The server may still not get it: only its answer shows that.
     *
     * @param \Swoole\WebSocket\Frame|string $data   The message. Text must be UTF-8. A Frame object has its own opcode and flags,
     *                                               and a CloseFrame closes.
     * @param int                            $opcode `WEBSOCKET_OPCODE_TEXT`, `_BINARY`, `_CONTINUATION`, `_PING` or `_PONG`.
     * @param int                            $flags  Without `SWOOLE_WEBSOCKET_FLAG_FIN` a fragment: continuations follow, the last
     *                                               with it. `SWOOLE_WEBSOCKET_FLAG_COMPRESS` compresses also what is shorter than
     *                                               64 bytes, if that was agreed on.
     *
     * @return void
     *
     * @throws Exception   If the WebSocket has ended, or the server takes nothing for too long: that ends it.
     * @throws \ValueError If this can't be sent. The WebSocket is as it was.
     */
    public function send(\Swoole\WebSocket\Frame|string $data, int $opcode = \WEBSOCKET_OPCODE_TEXT, int $flags = \SWOOLE_WEBSOCKET_FLAG_FIN)
    {
    }

    /**
     * The next message, its fragments joined. Pings are answered and pongs passed over.
     *
     * @param ?float $timeout How many seconds to wait at most; 0 only looks, a negative number waits for ever, null is the
     *                        setting `timeout`.
     *
     * @return ?\Swoole\WebSocket\Frame Null when the time is over. Its `fd` is 0.
     *
     * @throws Exception If the WebSocket has ended, and all messages that came before were received.
     */
    public function receive(?float $timeout = null)
    {
    }

    /**
     * Sends a ping, and waits for its pong. Messages that come before it are for {@see self::receive()}.
     *
     * @param string $data    Up to 125 bytes, which come back.
     * @param ?float $timeout As for {@see self::receive()}.
     *
     * @return bool False when the time is over.
     *
     * @throws Exception If the WebSocket has ended.
     */
    public function ping(string $data = '', ?float $timeout = null)
    {
    }

    /**
     * Says goodbye, waits for the server's goodbye, and ends the connection, at the latest after the setting `timeout`. Messages
     * that were not received are dropped. Of a WebSocket that has ended it changes nothing.
     *
     * @param int    $code   1000 to 1003, 1007 to 1014 or 3000 to 4999.
     * @param string $reason Up to 123 bytes of UTF-8.
     *
     * @return bool Whether both sides have said goodbye.
     *
     * @throws \ValueError If code or reason can't be sent.
     */
    public function close(int $code = \SWOOLE_WEBSOCKET_CLOSE_NORMAL, string $reason = '')
    {
    }

    /**
     * Whether messages can be sent, as far as is known without waiting. {@see self::ping()} asks the server.
     *
     * @return bool
     */
    public function isConnected()
    {
    }

    /**
     * Whether the connection is one of an earlier object, see above.
     *
     * @return bool
     */
    public function isReused()
    {
    }

    /**
     * The subprotocol that the server has chosen.
     *
     * @return ?string Null if none.
     */
    public function getSubprotocol()
    {
    }

    /**
     * The headers of the server's answer to the handshake.
     *
     * @return array<string, string|string[]> Names in lower case; a list where one came several times.
     */
    public function getHeaders()
    {
    }

    /**
     * How the WebSocket ended.
     *
     * @return ?int Null as long as it has not. The code of the server's close frame, or 1005 if that had none; 1006 if the connection
     *              ended without one; 1002, 1007 or 1009 if the server has broken a rule, and was told so.
     */
    public function getCloseCode()
    {
    }

    /**
     * What was said to that.
     *
     * @return string The server's words, or what was wrong; empty if there is nothing to say.
     */
    public function getCloseReason()
    {
    }
}
