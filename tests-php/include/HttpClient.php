<?php

require_once __DIR__ . '/Connection.php';

/** An HTTP response as it came over the wire. */
final class HttpResponse
{
    /** @param array<string, string[]> $headers by lower-case name, every value in order */
    private function __construct(
        public readonly string $head,
        public readonly int $status,
        public readonly string $reason,
        public readonly array $headers,
        public readonly string $body,
    ) {
    }

    /** @param bool $hasBody false for the answer to a HEAD request */
    public static function readFrom(Connection $connection, bool $hasBody = true): self
    {
        $head = $connection->readThrough("\r\n\r\n") ?? throw new RuntimeException('the server closed the connection without an answer');
        $lines = explode("\r\n", rtrim($head));
        [, $status, $reason] = explode(' ', array_shift($lines), 3) + [2 => ''];
        $headers = [];
        foreach ($lines as $line) {
            [$name, $value] = explode(':', $line, 2);
            $headers[strtolower($name)][] = trim($value);
        }
        $body = match (true) {
            !$hasBody || $status < 200 || $status == 204 || $status == 304 => '',
            ($headers['transfer-encoding'][0] ?? '') === 'chunked' => self::readChunks($connection),
            isset($headers['content-length']) => $connection->read((int) $headers['content-length'][0])
                ?? throw new RuntimeException('the body is shorter than Content-Length says'),
            default => $connection->readAll(),
        };
        return new self($head, (int) $status, $reason, $headers, $body);
    }

    /** The values of a header, joined; null when it is not there. */
    public function header(string $name): ?string
    {
        $values = $this->headers[strtolower($name)] ?? null;
        return $values === null ? null : implode(', ', $values);
    }

    private static function readChunks(Connection $connection): string
    {
        $body = '';
        do {
            $size = hexdec(rtrim($connection->readThrough("\r\n")));
            $body .= $connection->read($size);
            $connection->readThrough("\r\n");
        } while ($size > 0);
        return $body;
    }
}

/** An HTTP client on a raw socket. One object is one connection, kept alive unless the server ends it. */
final class HttpClient extends Connection
{
    /** @param string[] $headers header lines, as "Name: value" */
    public function request(string $method, string $target, array $headers = [], ?string $body = null): HttpResponse
    {
        if ($body !== null) {
            $headers[] = 'Content-Length: ' . strlen($body);
        }
        $this->raw(implode("\r\n", ["$method $target HTTP/1.1", 'Host: 127.0.0.1', ...$headers]) . "\r\n\r\n$body");
        return $this->response($method !== 'HEAD');
    }

    /** @param string[] $headers */
    public function get(string $target = '/', array $headers = []): HttpResponse
    {
        return $this->request('GET', $target, $headers);
    }

    /** @param string[] $headers */
    public function post(string $target, string $body, array $headers = []): HttpResponse
    {
        return $this->request('POST', $target, $headers, $body);
    }

    /** Reads the answer to what raw() has sent. */
    public function response(bool $hasBody = true): HttpResponse
    {
        return HttpResponse::readFrom($this, $hasBody);
    }
}
