<?php

require_once __DIR__ . '/Connection.php';
require_once __DIR__ . '/Deflate.php';
require_once __DIR__ . '/HttpClient.php';

/** A frame as it came over the wire. Printed, it reads "text: hello", "close: 1001 going away", "pong: ". */
final class ReceivedFrame
{
    private const NAMES = [0 => 'continuation', 1 => 'text', 2 => 'binary', 8 => 'close', 9 => 'ping', 10 => 'pong'];

    public function __construct(
        public readonly int $opcode,
        public readonly string $payload,
        public readonly bool $fin,
        public readonly int $rsv,
        public readonly bool $masked,
    ) {
    }

    public function __toString(): string
    {
        $payload = $this->payload;
        if ($this->opcode === 8 && strlen($payload) >= 2) {
            $payload = rtrim(unpack('n', $payload)[1] . ' ' . substr($payload, 2));
        }
        return (self::NAMES[$this->opcode] ?? "opcode $this->opcode") . ($this->fin ? '' : ', not final')
            . ($this->rsv ? ", rsv $this->rsv" : '') . ($this->masked ? ', masked' : '') . ": $payload";
    }

    /** Whether RSV1 says that the payload is compressed. */
    public function isCompressed(): bool
    {
        return $this->rsv === 4;
    }

    /** The payload, inflated if it came compressed; $deflate is what earlier messages were inflated with, if that matters. */
    public function message(?Deflate $deflate = null): string
    {
        return $this->isCompressed() ? ($deflate ?? new Deflate)->inflate($this->payload) : $this->payload;
    }
}

/** Reads frames from a connection, for either side of it. */
trait ReceivesFrames
{
    /** The next frame; a stream that ends before one is an error, see receiveOrEnd(). */
    public function receive(): ReceivedFrame
    {
        return $this->receiveOrEnd() ?? throw new RuntimeException('the other side closed the connection');
    }

    /** The next frame, or null at the end of the stream. */
    public function receiveOrEnd(): ?ReceivedFrame
    {
        $head = $this->read(2);
        if ($head === null) {
            return null;
        }
        [$first, $second] = [ord($head[0]), ord($head[1])];
        $length = match ($second & 0x7f) {
            126 => unpack('n', $this->read(2))[1],
            127 => unpack('J', $this->read(8))[1],
            default => $second & 0x7f,
        };
        $mask = $second & 0x80 ? $this->read(4) : '';
        $payload = $length === 0 ? '' : $this->read($length);
        if ($mask !== '') {
            $payload ^= str_repeat($mask, intdiv($length, 4) + 1);
        }
        return new ReceivedFrame($first & 0x0f, $payload, (bool) ($first & 0x80), $first >> 4 & 7, $mask !== '');
    }
}

/** A WebSocket client on a raw socket: it sends exactly what it is told to, right or wrong. */
final class WebSocketClient extends Connection
{
    use ReceivesFrames;

    /** The example key of RFC 6455; the accept value that belongs to it is known. */
    public const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
    public const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

    /** The header that offers compression. */
    public const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate';

    /** The answer to the handshake. */
    public readonly HttpResponse $response;

    /** @param string[] $headers further header lines of the handshake, as "Name: value" */
    public function __construct(int $port, string $path = '/', array $headers = [], float $limit = TIME_LIMIT, ?array $tls = null)
    {
        parent::__construct($port, $limit, $tls);
        $this->raw(self::handshake($path, $headers));
        $this->response = HttpResponse::readFrom($this);
        if ($this->response->status !== 101) {
            throw new RuntimeException("the handshake was refused:\n{$this->response->head}");
        }
    }

    /** The bytes of a handshake request. */
    public static function handshake(string $path = '/', array $headers = []): string
    {
        return implode("\r\n", [
            "GET $path HTTP/1.1",
            'Host: 127.0.0.1',
            'Upgrade: websocket',
            'Connection: Upgrade',
            'Sec-WebSocket-Key: ' . self::KEY,
            'Sec-WebSocket-Version: 13',
            ...$headers,
        ]) . "\r\n\r\n";
    }

    /** The bytes of a frame. */
    public static function frame(string $payload, int $opcode = 1, bool $fin = true, int $rsv = 0, bool $masked = true): string
    {
        $length = strlen($payload);
        $frame = chr(($fin ? 0x80 : 0) | $rsv << 4 | $opcode) . match (true) {
            $length < 126 => chr($length | ($masked ? 0x80 : 0)),
            $length < 65536 => pack('Cn', 126 | ($masked ? 0x80 : 0), $length),
            default => pack('CJ', 127 | ($masked ? 0x80 : 0), $length),
        };
        if (!$masked) {
            return $frame . $payload;
        }
        $mask = "\x12\x34\x56\x78";
        return $frame . $mask . ($payload ^ str_repeat($mask, intdiv($length, 4) + 1));
    }

    public function send(string $payload, int $opcode = 1, bool $fin = true, int $rsv = 0, bool $masked = true): static
    {
        return $this->raw(self::frame($payload, $opcode, $fin, $rsv, $masked));
    }

    public function text(string $payload): static
    {
        return $this->send($payload);
    }

    public function binary(string $payload): static
    {
        return $this->send($payload, 2);
    }

    /** A text message, compressed; $deflate is what earlier messages were compressed with, if that matters. */
    public function compressed(string $payload, ?Deflate $deflate = null): static
    {
        return $this->send(($deflate ?? new Deflate)->deflate($payload), rsv: 4);
    }

    public function ping(string $payload = ''): static
    {
        return $this->send($payload, 9);
    }

    /** Sends a close frame; the server's one and the end of the stream are read by the test. */
    public function close(int $code = 1000, string $reason = ''): static
    {
        return $this->send(pack('n', $code) . $reason, 8);
    }

    /** The closing handshake from this side, whole; returns the server's close frame. */
    public function leave(int $code = 1000): ReceivedFrame
    {
        $this->close($code);
        do {
            $frame = $this->receive();
        } while ($frame->opcode !== 8);
        $this->readAll();
        return $frame;
    }

    /** All frames until the server closes the connection, and "end" after them. A close frame is answered, as it should be. */
    public function receiveAll(): string
    {
        $lines = '';
        while ($frame = $this->receiveOrEnd()) {
            $lines .= "$frame\n";
            if ($frame->opcode === 8) {
                $this->answer($frame);
            }
        }
        return $lines . 'end';
    }

    /** Reads to the end and returns the code of the server's close frame; null when it sent none. */
    public function closeCode(): ?int
    {
        return preg_match('/^close: (\d+).*\nend$/m', $this->receiveAll(), $match) ? (int) $match[1] : null;
    }

    /** Answers a close frame; the server may have ended the connection already. */
    private function answer(ReceivedFrame $close): void
    {
        try {
            $this->send(substr($close->payload, 0, 2), 8);
        } catch (RuntimeException) {
        }
    }
}
