<?php

/** A server in a process of its own that says exactly what it is told to, right or wrong. */
final class RawServer extends Program
{
    public readonly int $port;

    /**
     * Runs a server on a port of 127.0.0.1 that the system chooses. For one connection after the other it runs $text, which
     * finds it in $peer, a RawPeer; what $text does not end itself ends behind it, without a word.
     *
     * @param ?Certificate $certificate speaks TLS with it
     */
    public static function serving(string $text, ?Certificate $certificate = null): static
    {
        $server = self::start(
            'require ' . var_export(__DIR__ . '/harness.php', true) . ";\n"
                . 'RawServer::serve(function (RawPeer $peer) {' . "\n$text\n}, "
                . var_export($certificate ? ['local_cert' => $certificate->file, 'local_pk' => $certificate->keyFile] : [], true)
                . ");\n"
        );
        $server->port = (int) $server->announcement();
        return $server;
    }

    /** What the process does. */
    public static function serve(Closure $serve, array $tls): never
    {
        $context = stream_context_create(['socket' => ['tcp_nodelay' => true], 'ssl' => $tls]);
        $listener = stream_socket_server('tcp://127.0.0.1:0', $code, $message, context: $context);
        file_put_contents('php://fd/3', substr(strrchr(stream_socket_get_name($listener, false), ':'), 1) . "\n");
        while (true) {
            $socket = stream_socket_accept($listener, -1);
            if ($tls && !@stream_socket_enable_crypto($socket, true, STREAM_CRYPTO_METHOD_TLS_SERVER)) {
                continue;
            }
            $peer = new RawPeer($socket);
            try {
                $serve($peer);
            } catch (Throwable $throwable) {
                echo get_class($throwable), ': ', $throwable->getMessage(), "\n";
            }
            unset($peer, $socket);
        }
    }
}

/** One connection of such a server. */
final class RawPeer extends Connection
{
    use ReceivesFrames;

    /** The head of the client's request. */
    public string $request = '';

    /** @param resource $socket */
    public function __construct($socket)
    {
        $this->socket = $socket;
        $this->limit = TIME_LIMIT;
        stream_set_chunk_size($socket, 65536);
    }

    /** Reads the request of a handshake, once. */
    public function head(): static
    {
        $this->request = $this->request ?: $this->readThrough("\r\n\r\n") ?? throw new RuntimeException('the client sent no request');
        return $this;
    }

    /** What Sec-WebSocket-Accept has to be for this client. */
    public function accept(): string
    {
        preg_match('/^Sec-WebSocket-Key: (.*)\r$/m', $this->request, $match);
        return base64_encode(sha1($match[1] . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11', true));
    }

    /** The whole opening handshake, with further header lines in its answer; and $behind, in the same write. */
    public function open(array $headers = [], string $behind = ''): static
    {
        $this->head();
        return $this->raw(implode("\r\n", [
            'HTTP/1.1 101 Switching Protocols',
            'Upgrade: websocket',
            'Connection: Upgrade',
            'Sec-WebSocket-Accept: ' . $this->accept(),
            ...$headers,
        ]) . "\r\n\r\n$behind");
    }

    /** The bytes of a frame. */
    public static function frame(string $payload, int $opcode = 1, bool $fin = true, int $rsv = 0): string
    {
        return WebSocketClient::frame($payload, $opcode, $fin, $rsv, false);
    }

    public function send(string $payload, int $opcode = 1, bool $fin = true, int $rsv = 0): static
    {
        return $this->raw(self::frame($payload, $opcode, $fin, $rsv));
    }

    /** Speaks TLS from now on, with a certificate and its key, two PEM files. */
    public function encrypt(string $certificate, string $key): static
    {
        stream_context_set_option($this->socket, ['ssl' => ['local_cert' => $certificate, 'local_pk' => $key]]);
        if (!stream_socket_enable_crypto($this->socket, true, STREAM_CRYPTO_METHOD_TLS_SERVER)) {
            throw new RuntimeException('the client does not speak TLS');
        }
        return $this;
    }

    /** Neither reads nor writes nor ends anything until SIGUSR1 comes, or its test ends. */
    public function holdStill(): void
    {
        pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1]);
        pcntl_sigwaitinfo([SIGUSR1]);
    }

    /** Prints what the client sends until it ends the connection, line by line, and "end". */
    public function listen(): void
    {
        while ($frame = $this->receiveOrEnd()) {
            echo strlen($frame->payload) > 200 ? "opcode $frame->opcode: " . strlen($frame->payload) . ' bytes' : $frame, "\n";
        }
        echo "end\n";
    }
}
