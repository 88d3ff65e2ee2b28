"""RFC 6455 sections 5.1 to 5.3, 5.5 (reserved opcodes) and 5.8: headers, lengths, masks, reserved bits."""

import json

from protocol import (
    BINARY, CLOSE, CONTINUATION, PING, PONG, RESERVED_OPCODES, TEXT,
    Frame, binary, check, close, more, ping, pong, text,
)
from registry import case

LENGTHS = [0, 1, 2, 124, 125, 126, 127, 128, 255, 256, 65534, 65535, 65536, 65537]


def all_bytes(length):
    return (bytes(range(256)) * (length // 256 + 1))[:length]


@case("5.2 text of {0} bytes", each=LENGTHS)
def text_of(server, length):
    with server.open() as client:
        client.echo(text("x" * length))


@case("5.2 binary of {0} bytes", each=LENGTHS)
def binary_of(server, length):
    with server.open() as client:
        client.echo(binary(all_bytes(length)))


@case("5.2 a binary message of {0} bytes stays binary", each=[0, 5])
def stays_binary(server, length):
    with server.open() as client:
        client.send(binary(b"hello"[:length])).expect(BINARY, b"hello"[:length])


@case("5.2 text of {0} bytes in writes of one byte", each=[0, 1, 125, 126, 127, 128, 1000])
def chopped_by_one(server, length):
    with server.open() as client:
        client.write(text("x" * length).encode(), chop=1).expect_text("x" * length)


@case("5.2 {0} of {1} bytes in writes of {2}", each=[
    (kind, length, chop) for kind in ("text", "binary") for length in (65535, 65536) for chop in (997, 4096)
])
def chopped(server, kind, length, chop):
    frame = text("x" * length) if kind == "text" else binary(all_bytes(length))
    with server.open() as client:
        client.write(frame.encode(), chop=chop).expect(frame.opcode, frame.payload)


@case("5.2 a header of {0} cut in two at each place", each=[
    ("no extra length", 5), ("a length of 2 bytes", 126), ("a length of 8 bytes", 65536)
])
def header_cut(server, _, length):
    data = text("x" * length).encode()
    with server.open() as client:
        for at in range(1, len(data) - length + 1):
            client.write(data[:at])
            client.write(data[at:]).expect_text("x" * length)


@case("5.2 many frames in one write, the last of them cut")
def many_in_one_write(server):
    messages = [f"message {number}" for number in range(500)]
    data = b"".join(text(message).encode() for message in messages)
    with server.open() as client:
        client.write(data[:-3]).write(data[-3:])
        for message in messages:
            client.expect_text(message)


NOT_SHORTEST = [
    (length, size) for length in (0, 1, 125) for size in (2, 8)
] + [(126, 8), (65535, 8)]


@case("5.2 refused: a length of {0} in {1} bytes", each=NOT_SHORTEST)
def not_shortest(server, length, size):
    with server.open() as client:
        client.write(binary(b"x" * length).encode(length_bytes=size)).expect_close(1002)


@case("5.2 refused: a ping whose length of {0} is in 2 bytes", each=[0, 125])
def not_shortest_ping(server, length):
    with server.open() as client:
        client.write(ping(b"x" * length).encode(length_bytes=2)).expect_close(1002)


@case("5.2 refused: a length with its highest bit set")
def highest_bit(server):
    with server.open() as client:
        # Not a length at all (5.2), and too long if it were.
        client.write(binary().head(length=1 << 63)).expect_close((1002, 1009))


MASKS = [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x01\x00\x00\x00", b"\x00\x00\x00\x80", b"\x12\x34\x56\x78"]


@case("5.3 the mask {0}", each=[(mask.hex(), mask) for mask in MASKS])
def mask(server, _, key):
    with server.open() as client:
        for length in 1, 2, 3, 4, 5, 7, 8, 9, 100, 1001:
            client.echo(binary(all_bytes(length), mask=key))


@case("5.3 a mask goes on over writes of {0} bytes", each=[1, 3, 5])
def mask_over_writes(server, size):
    payload = all_bytes(300)
    with server.open() as client:
        client.write(binary(payload).encode(), chop=size).expect(BINARY, payload)


@case("5.3 a frame without a mask is taken when masks are not required: {0}", each=[
    ("text", TEXT), ("binary", BINARY), ("ping", PING)
])
def unmasked(server, _, opcode):
    with server.open() as client:
        client.send(Frame(opcode, b"hello", mask=None), Frame(opcode, b"again"))
        for payload in b"hello", b"again":
            if opcode == PING:
                client.expect_pong(payload)
            else:
                client.expect(opcode, payload)


@case("5.3 fragments with and without a mask")
def unmasked_fragment(server):
    with server.open() as client:
        client.send(text("one ", fin=False, mask=None), more("two ", mask=b"abcd"), more("three", fin=True, mask=None))
        client.expect_text("one two three")


@case("5.3 a close frame without a mask is taken when masks are not required")
def unmasked_close(server):
    with server.open() as client:
        client.send(close(1000, "bye", mask=None)).expect_close(1000, "bye")


@case("5.1 required masks: {0} without one is refused", on="masks required", each=[
    ("text", text("hello", mask=None)),
    ("empty text", text("", mask=None)),
    ("binary", binary(b"hello", mask=None)),
    ("ping", ping(b"hello", mask=None)),
    ("pong", pong(mask=None)),
    ("close", close(1000, mask=None)),
])
def mask_required(server, _, frame):
    with server.open() as client:
        client.echo(text("before", mask=b"abcd")).send(frame).expect_close(1002)


@case("5.1 required masks: a continuation without one is refused", on="masks required")
def mask_required_in_fragments(server):
    with server.open() as client:
        client.send(text("one", fin=False), more("two", fin=True, mask=None)).expect_close(1002)


@case("5.1 required masks: masked frames are taken, the mask of zeros too", on="masks required")
def mask_required_and_there(server):
    with server.open() as client:
        client.echo(text("hello")).echo(text("hello", mask=b"\0\0\0\0")).is_open()


@case("5.2 a message is described as it came: {0}", each=[
    ("masked text", text("hello"), [TEXT, 33, True, 5]),
    ("text without a mask", text("hello", mask=None), [TEXT, 1, True, 5]),
    ("masked binary", binary(b"\0" * 300), [BINARY, 33, True, 300]),
    ("empty text", text(""), [TEXT, 33, True, 0]),
])
def described(server, _, frame, description):
    with server.open("/describe") as client:
        client.send(frame).expect_text(json.dumps(description, separators=(",", ":")))


OPCODES = [
    ("continuation", CONTINUATION), ("text", TEXT), ("binary", BINARY),
    ("close", CLOSE), ("ping", PING), ("pong", PONG),
]


@case("5.2 refused: reserved bits {0} on {1}", each=[
    (f"{bits:03b}", name, bits, opcode) for bits in range(1, 8) for name, opcode in OPCODES
])
def reserved_bits(server, _, __, bits, opcode):
    start = [text("start", fin=False)] if opcode == CONTINUATION else []
    payload = b"\x03\xe8" if opcode == CLOSE else b"hello"
    with server.open() as client:
        client.echo(text("before"))
        client.send(*start, Frame(opcode, payload, rsv=bits), text("after")).expect_close(1002)


@case("5.2 refused: reserved bits {0} in writes of one byte", each=[(f"{bits:03b}", bits) for bits in (1, 2, 4)])
def reserved_bits_chopped(server, _, bits):
    with server.open() as client:
        client.echo(text("before"))
        client.write(text("hello", rsv=bits).encode(), chop=1).expect_close(1002)


@case("5.2 refused: opcode {0} {1}", each=[
    (opcode, form)
    for opcode in RESERVED_OPCODES
    for form in ("without payload", "with payload", "with payload, not final")
])
def reserved_opcode(server, opcode, form):
    frame = Frame(opcode, b"" if form == "without payload" else b"hello", fin="not final" not in form)
    with server.open() as client:
        client.echo(text("before")).send(frame, ping(b"after")).expect_close(1002)


@case("5.2 refused: opcode {0} inside a message", each=RESERVED_OPCODES)
def reserved_opcode_inside(server, opcode):
    with server.open() as client:
        client.send(text("start", fin=False), Frame(opcode, b"x"), more("end", fin=True)).expect_close(1002)


@case("5.2 refused: opcode {0} in writes of one byte", each=[3, 11])
def reserved_opcode_chopped(server, opcode):
    with server.open() as client:
        client.write(Frame(opcode, b"hello").encode(), chop=1).expect_close(1002)


@case("5.2 a violation ends one connection and no other")
def others_go_on(server):
    with server.open() as other, server.open() as client:
        client.send(text("x", rsv=2)).expect_close(1002)
        other.echo(text("still here"))
        check(server.get("/") == b"a page", "HTTP does not work any more")
