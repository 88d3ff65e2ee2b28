<?php

/**
 * A WebSocket client in the style of the synchronous ones of old: the handshake by hand over a swoole_client, frames by
 * swoole_websocket_server::pack() and unpack(), and none of them masked.
 */
final class OldWebSocketClient
{
    private swoole_client $socket;
    private string $buffer = '';

    public function __construct(private string $host, private int $port, private string $path = '/', private bool $isEncrypted = false)
    {
        $this->socket = new swoole_client(SWOOLE_SOCK_TCP | ($isEncrypted ? SWOOLE_SSL : 0));
    }

    /** Opens the WebSocket, and gives the head of the answer. */
    public function connect(float $timeout = TIME_LIMIT): string
    {
        if (!$this->socket->connect($this->host, $this->port, $timeout)) {
            throw new RuntimeException("connect failed: {$this->socket->errCode}");
        }
        $key = base64_encode(random_bytes(16));
        $this->socket->send("GET $this->path HTTP/1.1\r\nHost: $this->host:$this->port\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            . "Sec-WebSocket-Key: $key\r\nSec-WebSocket-Version: 13\r\n\r\n");
        while (($end = strpos($this->buffer, "\r\n\r\n")) === false) {
            $this->readMore();
        }
        $head = substr($this->buffer, 0, $end);
        $this->buffer = substr($this->buffer, $end + 4);
        $accept = base64_encode(sha1($key . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11', true));
        return str_contains($head, "Sec-WebSocket-Accept: $accept") ? $head : throw new RuntimeException("no WebSocket: $head");
    }

    public function send(string $data, int $opcode = WEBSOCKET_OPCODE_TEXT): void
    {
        if ($this->socket->send(swoole_websocket_server::pack($data, $opcode)) === false) {
            throw new RuntimeException("send failed: {$this->socket->errCode}");
        }
    }

    /** The next frame; null at the end of the connection. */
    public function recv(): ?Swoole\WebSocket\Frame
    {
        while (!($length = $this->frameLength()) || strlen($this->buffer) < $length) {
            if (!$this->readMore()) {
                return null;
            }
        }
        $frame = swoole_websocket_server::unpack(substr($this->buffer, 0, $length));
        $this->buffer = substr($this->buffer, $length);
        return $frame;
    }

    public function disconnect(): void
    {
        $this->socket->close();
    }

    /** How long the frame is that the buffer begins with; 0 if that can't be told yet. */
    private function frameLength(): int
    {
        if (strlen($this->buffer) < 2) {
            return 0;
        }
        [$width, $letter] = match ($short = ord($this->buffer[1]) & 127) { 126 => [2, 'n'], 127 => [8, 'J'], default => [0, ''] };
        if (strlen($this->buffer) < 2 + $width) {
            return 0;
        }
        return 2 + $width + ($width ? unpack($letter, $this->buffer, 2)[1] : $short);
    }

    private function readMore(): bool
    {
        $data = $this->socket->recv();
        if ($data === false) {
            throw new RuntimeException("recv failed: {$this->socket->errCode}");
        }
        $this->buffer .= $data;
        return $data !== '';
    }
}
