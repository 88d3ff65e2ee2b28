<?php
/*
 * Data that both ends of a connection can make for themselves, so that each can check every byte of what came. The same in
 * sample.py and sample.mjs. Four kinds: random bytes, which do not compress; random letters, which hardly do; lines with text
 * of many scripts, which compress well, and the same with bytes that are no UTF-8.
 */

final class Sample
{
    private const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

    /** @param string $kind "random" or "lines", for text or binary messages */
    public static function make(string $kind, bool $isText, int $seed, int $size): string
    {
        return match ([$kind, $isText]) {
            ['random', false] => self::random($seed, $size),
            ['random', true] => strtr(self::random($seed, $size), self::everyByte(), str_repeat(self::LETTERS, 4)),
            ['lines', false] => self::lines("\xff\xfe", $seed, $size),
            ['lines', true] => self::lines('', $seed, $size),
        };
    }

    /** Marsaglia's xorshift of 32 bits; the words follow each other, lowest byte first. */
    private static function random(int $seed, int $size): string
    {
        $words = [];
        $bytes = '';
        $word = $seed * 2 + 1;
        for ($count = intdiv($size + 3, 4); $count > 0; $count--) {
            $word ^= $word << 13 & 0xffffffff;
            $word ^= $word >> 17;
            $word ^= $word << 5 & 0xffffffff;
            $words[] = $word;
            if (count($words) === 4096) {
                $bytes .= pack('V*', ...$words);
                $words = [];
            }
        }
        return substr($bytes . pack('V*', ...$words), 0, $size);
    }

    /** As many whole lines as there is room for, and dots. */
    private static function lines(string $begin, int $seed, int $size): string
    {
        $text = '';
        for ($number = 0; ; $number++) {
            $line = "$begin$seed.$number: plain, Grüße, 你好, 🦀\n";
            if (strlen($text) + strlen($line) > $size) {
                return $text . str_repeat('.', $size - strlen($text));
            }
            $text .= $line;
        }
    }

    private static function everyByte(): string
    {
        return implode('', array_map('chr', range(0, 255)));
    }
}
