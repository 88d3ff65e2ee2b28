"""RFC 7692 with Python's zlib: what was agreed on, compressed messages, and messages inflated with care."""

import dataclasses
import re
import zlib

from protocol import BINARY, RSV1, TEXT, Frame, brief, check, fragments

TAIL = b"\x00\x00\xff\xff"
TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"


@dataclasses.dataclass(frozen=True)
class Agreement:
    """The parameters of an answer."""

    server_takeover: bool = True
    client_takeover: bool = True
    server_window_bits: int | None = None
    client_window_bits: int | None = None

    def __str__(self):
        words = [] if self.server_takeover else ["server_no_context_takeover"]
        words += [] if self.client_takeover else ["client_no_context_takeover"]
        words += [f"server_max_window_bits={self.server_window_bits}"] if self.server_window_bits else []
        words += [f"client_max_window_bits={self.client_window_bits}"] if self.client_window_bits else []
        return "; ".join(["permessage-deflate", *words])


def agreement(header):
    """The agreement that an answer's header states; None without a header. What RFC 7692 7.1 forbids is a failure."""
    if header is None:
        return None
    check(re.fullmatch(rf"{TOKEN}(\s*;\s*{TOKEN}(={TOKEN})?)*", header), f"the server answered with {header!r}")
    name, *parameters = re.split(r"\s*;\s*", header)
    check(name == "permessage-deflate", f"the server agreed to {name!r}")
    values = dict((parameter.split("=", 1) + [None])[:2] for parameter in parameters)
    check(len(values) == len(parameters), f"a parameter comes twice: {header!r}")
    bits = {}
    for side in "server", "client":
        value = values.pop(f"{side}_max_window_bits", "none")
        check(value == "none" or value in map(str, range(8, 16)), f"{side}_max_window_bits is {value!r}")
        bits[side] = None if value == "none" else int(value)
    flags = {}
    for side in "server", "client":
        value = values.pop(f"{side}_no_context_takeover", "none")
        check(value in (None, "none"), f"{side}_no_context_takeover has the value {value!r}")
        flags[side] = value == "none"
    check(not values, f"the server answered with {header!r}")
    return Agreement(flags["server"], flags["client"], bits["server"], bits["client"])


class Deflater:
    """Compresses the client's messages."""

    def __init__(self, window_bits=15, takeover=False, level=6):
        # zlib makes no raw stream with a window of 8 bits; for messages under 256 bytes 9 are the same.
        self.options = dict(level=level, wbits=-max(window_bits, 9), memLevel=8)
        self.takeover = takeover
        self.stream = zlib.compressobj(**self.options)

    def data(self, payload):
        """The payload of a compressed message."""
        if not self.takeover:
            self.stream = zlib.compressobj(**self.options)
        data = self.stream.compress(payload) + self.stream.flush(zlib.Z_SYNC_FLUSH)
        return data.removesuffix(TAIL)

    def frame(self, opcode, payload):
        return Frame(opcode, self.data(payload), rsv=RSV1)

    def frames(self, opcode, payload, size):
        return fragments(opcode, self.data(payload), size, rsv=RSV1)

    def text(self, payload):
        return self.frame(TEXT, payload.encode() if isinstance(payload, str) else payload)

    def binary(self, payload):
        return self.frame(BINARY, payload)


class Inflater:
    """Inflates the server's messages with no larger a window than was agreed on."""

    # zlib lets a distance reach anywhere in the output of a call, however small the window is: so a call gives little.
    STEP = 16

    def __init__(self, window_bits, takeover):
        self.window_bits = window_bits
        self.takeover = takeover
        self.stream = zlib.decompressobj(-window_bits)

    def message(self, data):
        check(not data.endswith(TAIL), "the server left 00 00 ff ff at the end of a compressed message")
        if not self.takeover:
            self.stream = zlib.decompressobj(-self.window_bits)
        # zlib itself never makes a distance above the largest window.
        step = 0 if self.window_bits == 15 else self.STEP
        out, rest = bytearray(), data + TAIL
        try:
            while True:
                part = self.stream.decompress(rest, step)
                out += part
                rest = self.stream.unconsumed_tail
                if not rest and len(part) < (step or 1 << 62):
                    break
        except zlib.error as error:
            check(False, f"a message does not inflate with a window of {self.window_bits} bits: {error}")
        check(not self.stream.eof and not self.stream.unused_data, f"a final block came in {brief(data)}")
        return bytes(out)
