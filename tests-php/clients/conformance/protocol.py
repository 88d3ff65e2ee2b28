"""RFC 6455 as bytes: frames, masks, and the two sides of the opening handshake."""

import base64
import dataclasses
import hashlib

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
RESERVED_OPCODES = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]
RSV1, RSV2, RSV3 = 4, 2, 1
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
MASK = b"\x9a\x01\xfe\x37"


class Failure(Exception):
    """What a case found wrong."""


def check(condition, reason):
    if not condition:
        raise Failure(reason)


def brief(data):
    """Bytes as a failure shows them."""
    return f"{bytes(data)!r}" if len(data) <= 80 else f"{bytes(data[:60])!r}... ({len(data)} bytes)"


def masked(payload, key):
    """The payload under the key; the same again takes it off."""
    repeated = (key * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(len(payload), "big")


@dataclasses.dataclass(frozen=True)
class Frame:
    opcode: int
    payload: bytes = b""
    fin: bool = True
    rsv: int = 0
    mask: bytes | None = MASK

    def head(self, length=None, length_bytes=None):
        """The header; with another length than the payload has, or with a length of 0, 2 or 8 extra bytes."""
        length = len(self.payload) if length is None else length
        if length_bytes is None:
            length_bytes = 0 if length < 126 else 2 if length < 65536 else 8
        short = {0: length, 2: 126, 8: 127}[length_bytes]
        extra = length.to_bytes(length_bytes, "big") if length_bytes else b""
        first = self.fin << 7 | self.rsv << 4 | self.opcode
        return bytes([first, (self.mask is not None) << 7 | short]) + extra + (self.mask or b"")

    def encode(self, length_bytes=None):
        payload = self.payload if self.mask is None else masked(self.payload, self.mask)
        return self.head(length_bytes=length_bytes) + payload

    def __str__(self):
        names = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}
        fin = "" if self.fin else ", not final"
        return f"{names.get(self.opcode, self.opcode)}{fin}, rsv {self.rsv}: {brief(self.payload)}"


def encoded(text):
    return text.encode() if isinstance(text, str) else text


def text(payload, **options):
    return Frame(TEXT, encoded(payload), **options)


def binary(payload=b"", **options):
    return Frame(BINARY, payload, **options)


def more(payload, fin=False, **options):
    """A continuation."""
    return Frame(CONTINUATION, encoded(payload), fin=fin, **options)


def ping(payload=b"", **options):
    return Frame(PING, encoded(payload), **options)


def pong(payload=b"", **options):
    return Frame(PONG, encoded(payload), **options)


def close(code=None, reason=b"", **options):
    payload = b"" if code is None else code.to_bytes(2, "big") + encoded(reason)
    return Frame(CLOSE, payload, **options)


def fragments(opcode, payload, size, rsv=0):
    """A message as frames of at most `size` bytes; each has its own mask, as section 5.3 wants."""
    parts = [payload[at:at + size] for at in range(0, len(payload), size)] or [b""]
    return [
        Frame(
            CONTINUATION if number else opcode,
            part,
            fin=number == len(parts) - 1,
            rsv=0 if number else rsv,
            mask=bytes([number & 255, 7, 200, number >> 8 & 255]),
        )
        for number, part in enumerate(parts)
    ]


def read_frame(read):
    """A frame as a server may send it; `read(n)` gives exactly n bytes. Breaking section 5 is a Failure."""
    first, second = read(2)
    length = second & 127
    if length > 125:
        shortest, length = (126, 2) if length == 126 else (65536, 8)
        length = int.from_bytes(read(length), "big")
        check(length >= shortest, f"the server sent the length {length} in a longer form than needed")
    check(second < 128, "the server masked a frame")
    frame = Frame(first & 15, read(length), fin=first >= 128, rsv=first >> 4 & 7, mask=None)
    check(frame.opcode not in RESERVED_OPCODES, f"the server sent the reserved opcode {frame.opcode}")
    check(not frame.rsv & (RSV2 | RSV3), f"the server set reserved bits: {frame}")
    if frame.opcode >= CLOSE:
        check(frame.fin and length <= 125 and not frame.rsv, f"the server sent a bad control frame: {frame}")
    return frame


def accept_value(key):
    digest = hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    return base64.b64encode(digest).decode()


def request(target="/", method="GET", version="HTTP/1.1", add=(), body=b"", **changed):
    """
    A right opening handshake, as bytes. A keyword changes the header of that name (sec_websocket_key=...): a list makes
    lines of it, None leaves it out. `add` are further lines.
    """
    headers = {
        "Host": "127.0.0.1",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Version": "13",
    }
    names = {name.lower().replace("-", "_"): name for name in headers}
    for keyword, value in changed.items():
        headers[names[keyword]] = value
    lines = [f"{method} {target} {version}"]
    for name, values in headers.items():
        values = [] if values is None else [values] if isinstance(values, str) else values
        lines += [f"{name}: {value}" for value in values]
    return "\r\n".join([*lines, *add, "", ""]).encode() + body


class Response:
    """The head of an HTTP answer."""

    def __init__(self, head):
        status_line, *lines = head.decode("latin-1").split("\r\n")
        self.version, status, _ = status_line.split(" ", 2)
        self.status = int(status)
        self.lines = [(name.lower(), value.strip()) for name, value in (line.split(":", 1) for line in lines)]

    def all(self, name):
        return [value for other, value in self.lines if other == name.lower()]

    def one(self, name):
        values = self.all(name)
        check(len(values) <= 1, f"{name} comes {len(values)} times in the answer")
        return values[0] if values else None

    def check_handshake(self, key=KEY):
        """Section 4.2.2: what an answer that opens the WebSocket must say."""
        check((self.version, self.status) == ("HTTP/1.1", 101), f"answered with {self.version} {self.status}")
        check((self.one("Upgrade") or "").lower() == "websocket", f"Upgrade is {self.one('Upgrade')!r}")
        tokens = [token.strip().lower() for token in (self.one("Connection") or "").split(",")]
        check("upgrade" in tokens, f"Connection is {self.one('Connection')!r}")
        accept = self.one("Sec-WebSocket-Accept")
        check(accept == accept_value(key), f"Sec-WebSocket-Accept is {accept!r}")
        return self
