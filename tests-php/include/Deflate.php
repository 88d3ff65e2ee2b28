<?php

/**
 * The compression of permessage-deflate (RFC 7692 section 7.2). One object that is kept refers to earlier messages; a new one
 * for each message does without.
 */
final class Deflate
{
    /** What every compressed message ends with, and what is left out on the wire. */
    private const TAIL = "\0\0\xff\xff";

    private readonly DeflateContext $deflating;
    private readonly InflateContext $inflating;

    public function __construct()
    {
        $this->deflating = deflate_init(ZLIB_ENCODING_RAW);
        $this->inflating = inflate_init(ZLIB_ENCODING_RAW);
    }

    public function deflate(string $message): string
    {
        // Of nothing zlib makes nothing, where an empty block is meant (section 7.2.3.6).
        return $message === '' ? "\0" : substr(deflate_add($this->deflating, $message, ZLIB_SYNC_FLUSH), 0, -strlen(self::TAIL));
    }

    public function inflate(string $payload): string
    {
        $message = @inflate_add($this->inflating, $payload . self::TAIL, ZLIB_SYNC_FLUSH);
        return $message !== false ? $message : throw new RuntimeException('what came compressed cannot be inflated');
    }
}
