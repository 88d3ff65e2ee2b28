<?php

/** A TCP or TLS connection to the server under test; reads are bounded by a time limit. */
class Connection
{
    /** @var resource */
    protected $socket;
    private string $buffer = '';

    /**
     * @param ?array<string, mixed> $tls     speaks TLS, with these options of PHP's ssl context
     * @param ?string               $address where instead, as PHP's streams have it: unix:///path, tcp://[::1]:80
     */
    public function __construct(
        public readonly int $port,
        protected float $limit = TIME_LIMIT,
        ?array $tls = null,
        ?string $address = null,
    ) {
        $context = stream_context_create(['socket' => ['tcp_nodelay' => true], 'ssl' => $tls ?? []]);
        $address ??= ($tls === null ? 'tcp' : 'ssl') . "://127.0.0.1:$port";
        // Why a TLS handshake failed is said in warnings only.
        $warnings = [];
        set_error_handler(function ($level, $text) use (&$warnings) {
            $warnings[] = $text;
            return true;
        });
        $socket = stream_socket_client($address, $code, $message, $limit, STREAM_CLIENT_CONNECT, $context);
        restore_error_handler();
        $this->socket = $socket ?: throw new RuntimeException("cannot connect to $address: " . implode('; ', $warnings));
        // PHP would otherwise read ahead into a buffer of its own; 64 KiB at once serves big messages.
        stream_set_chunk_size($this->socket, 65536);
    }

    /** The port of this side. */
    public function localPort(): int
    {
        return (int) substr(strrchr(stream_socket_get_name($this->socket, false), ':'), 1);
    }

    /** What is known of the TLS handshake: protocol, cipher_name, and so on. */
    public function tls(): array
    {
        return stream_get_meta_data($this->socket)['crypto'] ?? [];
    }

    /** The common name on the server's certificate; the option capture_peer_cert must be set. */
    public function certificateName(): string
    {
        $certificate = stream_context_get_options($this->socket)['ssl']['peer_certificate'];
        return openssl_x509_parse($certificate)['subject']['CN'];
    }

    /** Sends bytes as they are. */
    public function raw(string $bytes): static
    {
        stream_set_timeout($this->socket, (int) $this->limit);
        for ($sent = 0; $sent < strlen($bytes); $sent += $written) {
            $written = @fwrite($this->socket, substr($bytes, $sent, 1 << 20));
            if (!$written) {
                throw new RuntimeException('the server does not take what is sent');
            }
        }
        return $this;
    }

    /** Sends bytes, and gives the next line that comes. */
    public function ask(string $bytes): string
    {
        return rtrim($this->raw($bytes)->readThrough("\n") ?? 'nothing, and the end', "\r\n");
    }

    /** Exactly $length bytes; null when the stream ends first. */
    public function read(int $length): ?string
    {
        while (strlen($this->buffer) < $length) {
            if (!$this->readMore()) {
                return null;
            }
        }
        return $this->take($length);
    }

    /** Everything up to and with $end; null when the stream ends first. */
    public function readThrough(string $end): ?string
    {
        while (($position = strpos($this->buffer, $end)) === false) {
            if (!$this->readMore()) {
                return null;
            }
        }
        return $this->take($position + strlen($end));
    }

    /** Everything until the server closes the connection. */
    public function readAll(): string
    {
        while ($this->readMore()) {
        }
        return $this->take(strlen($this->buffer));
    }

    /**
     * What has come so far, without waiting, if the connection has ended, or if $enough is in it; else null. Nothing is taken.
     */
    public function hasEnded(?string $enough = null): ?string
    {
        stream_set_blocking($this->socket, false);
        while (($bytes = @fread($this->socket, 65536)) !== '' && $bytes !== false) {
            $this->buffer .= $bytes;
        }
        $isOver = $bytes === false || feof($this->socket) || ($enough !== null && str_contains($this->buffer, $enough));
        stream_set_blocking($this->socket, true);
        return $isOver ? $this->buffer : null;
    }

    /** Waits until the server closes the connection; what it sends before is dropped. */
    public function isClosedByServer(): bool
    {
        $this->readAll();
        return true;
    }

    /** Whether nothing arrives for a while. */
    public function isQuiet(float $seconds = 0.1): bool
    {
        if ($this->buffer !== '') {
            return false;
        }
        $read = [$this->socket];
        $none = null;
        return stream_select($read, $none, $none, 0, (int) ($seconds * 1e6)) === 0;
    }

    /** Closes the TCP connection without a word. */
    public function drop(): void
    {
        fclose($this->socket);
    }

    /** Ends the TCP connection with a reset. */
    public function reset(): void
    {
        socket_set_option(socket_import_stream($this->socket), SOL_SOCKET, SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
        fclose($this->socket);
    }

    /** Lets the kernel take little of what the server sends before it is read. Not for TLS. */
    public function readAheadLittle(): static
    {
        socket_set_option(socket_import_stream($this->socket), SOL_SOCKET, SO_RCVBUF, 16384);
        return $this;
    }

    /** Says that nothing more will be sent, and goes on reading. */
    public function shutdownWriting(): static
    {
        stream_socket_shutdown($this->socket, STREAM_SHUT_WR);
        return $this;
    }

    /**
     * The socket, for whoever passes on what comes from it.
     *
     * @return resource
     */
    public function stream()
    {
        return $this->socket;
    }

    private function take(int $length): string
    {
        $bytes = substr($this->buffer, 0, $length);
        $this->buffer = substr($this->buffer, $length);
        return $bytes;
    }

    /** False at the end of the stream. */
    private function readMore(): bool
    {
        stream_set_timeout($this->socket, (int) $this->limit, (int) (fmod($this->limit, 1) * 1e6));
        $bytes = @fread($this->socket, 65536);
        if ($bytes === '' || $bytes === false) {
            if (stream_get_meta_data($this->socket)['timed_out']) {
                throw new RuntimeException("nothing came from the server for $this->limit s");
            }
            return false;
        }
        $this->buffer .= $bytes;
        return true;
    }
}
