"""Section 10.4 and 7.4.1 (code 1009): the limit on messages, package_max_length, and that it is kept to in time."""

import random
import zlib

from deflate import Deflater
from protocol import BINARY, RSV1, Frame, binary, fragments, more, text
from registry import case
from server import LIMIT

MASKED_HEADER = 8
OFFER = "permessage-deflate"


@case("10.4 a message that fills the limit with its header", on="small")
def fills_the_limit(server):
    with server.open() as client:
        client.echo(text("x" * (LIMIT - MASKED_HEADER)))


@case("10.4 refused: one byte more", on="small")
def one_more(server):
    with server.open() as client:
        client.echo(text("before")).send(text("x" * (LIMIT - MASKED_HEADER + 1))).expect_close(1009)


@case("10.4 refused at its header: a length of {0}", on="small", each=[
    ("the limit", LIMIT), ("1 MiB", 1 << 20), ("2^31", 1 << 31), ("2^32", 1 << 32), ("2^32 + 5", (1 << 32) + 5),
    ("2^63 - 1", (1 << 63) - 1),
])
def at_header(server, _, length):
    with server.open() as client:
        client.echo(text("before")).write(binary().head(length=length)).expect_close(1009)


@case("10.4 refused at its header in a server with a large limit: 2^63 - 1")
def at_header_of_large(server):
    with server.open() as client:
        client.write(binary().head(length=(1 << 63) - 1)).expect_close(1009)


@case("10.4 fragments that fill the limit", on="small")
def fragments_fill(server):
    payload = b"x" * LIMIT
    with server.open() as client:
        client.send(*fragments(BINARY, payload, 10_000)).expect(BINARY, payload)


@case("10.4 refused at the header of the fragment that is too much", on="small")
def fragment_too_much(server):
    with server.open() as client:
        client.send(binary(b"x" * 60_000, fin=False)).is_open()
        client.write(more(b"").head(length=LIMIT - 60_000 + 1)).expect_close(1009)


@case("10.4 refused: fragments without end", on="small")
def fragments_without_end(server):
    with server.open() as client:
        client.send(text("", fin=False), *[more("x" * 1000)] * (LIMIT // 1000 + 1)).expect_close(1009)


@case("10.4 empty fragments are not counted as bytes", on="small")
def many_empty_fragments(server):
    with server.open() as client:
        client.send(text("a", fin=False), *[more("")] * 20_000, more("b", fin=True)).expect_text("ab")


@case("10.4 the limit is one message's, not the connection's", on="small")
def one_message(server):
    with server.open() as client:
        for _ in range(5):
            client.echo(binary(b"x" * 60_000))


def zeros(length):
    return Deflater(level=9).data(b"\0" * length)


@case("10.4 a compressed message that inflates to the limit", on="small")
def inflates_to_the_limit(server):
    with server.open("/describe", OFFER) as client:
        client.send(Frame(BINARY, zeros(LIMIT), rsv=RSV1)).expect_text(f"[2,39,true,{LIMIT}]")


@case("10.4 refused: a compressed message that inflates to one byte more", on="small")
def inflates_to_one_more(server):
    with server.open("/describe", OFFER) as client:
        client.send(Frame(BINARY, zeros(LIMIT + 1), rsv=RSV1)).expect_close(1009)


@case("10.4 refused: {0} MiB in a compressed frame under the limit", on="small", each=[1, 16, 60])
def bomb(server, size):
    data = zeros(size << 20)
    assert len(data) < LIMIT - MASKED_HEADER
    with server.open("/describe", OFFER) as client:
        client.send(Frame(BINARY, data, rsv=RSV1)).expect_close(1009)


@case("10.4 refused before the last fragment has come: a compressed message that inflates to too much", on="small")
def bomb_in_fragments(server):
    data = zeros(4 << 20)
    with server.open("/describe", OFFER) as client:
        client.send(Frame(BINARY, data[:10], fin=False, rsv=RSV1)).is_open()
        client.send(more(data[10:-10])).expect_close(1009)


@case("10.4 refused in the middle of a frame: a compressed message that inflates to too much", on="small")
def bomb_in_frame(server):
    frame = Frame(BINARY, zeros(16 << 20), rsv=RSV1)
    with server.open("/describe", OFFER) as client:
        client.write(frame.encode()[:-100]).expect_close(1009)


@case("10.4 refused: compressed data of more bytes than the limit, at its header", on="small")
def long_compressed_frame(server):
    with server.open("/describe", OFFER) as client:
        client.write(Frame(BINARY, rsv=RSV1).head(length=LIMIT)).expect_close(1009)


@case("10.4 random bytes of the limit, compressed, are taken as far as their frame fits", on="small")
def random_near_the_limit(server):
    payload = random.Random(1).randbytes(LIMIT - 100)
    with server.open("/describe", OFFER) as client:
        client.send(Deflater(level=zlib.Z_BEST_SPEED).binary(payload)).expect_text(f"[2,39,true,{len(payload)}]")
