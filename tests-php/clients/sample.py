"""What sample.php says, in Python."""

import array
import functools
import sys

LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@functools.lru_cache(maxsize=64)
def make(kind, is_text, seed, size):
    if kind == "random":
        data = random(seed, size)
        return data.translate(LETTERS * 4).decode() if is_text else data
    data = lines(b"" if is_text else b"\xff\xfe", seed, size)
    return data.decode() if is_text else data


def random(seed, size):
    words = array.array("I")
    word = seed * 2 + 1
    for _ in range((size + 3) // 4):
        word ^= word << 13 & 0xFFFFFFFF
        word ^= word >> 17
        word ^= word << 5 & 0xFFFFFFFF
        words.append(word)
    if sys.byteorder == "big":
        words.byteswap()
    return words.tobytes()[:size]


def lines(begin, seed, size):
    text = bytearray()
    number = 0
    while True:
        line = begin + f"{seed}.{number}: plain, Grüße, 你好, 🦀\n".encode()
        if len(text) + len(line) > size:
            return bytes(text) + b"." * (size - len(text))
        text += line
        number += 1
