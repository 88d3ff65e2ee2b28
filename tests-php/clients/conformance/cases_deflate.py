"""RFC 7692 sections 6 and 7.2: compressed messages, each by itself; what breaks them; and what is never compressed."""

import random
import zlib

from cases_traffic import words
from deflate import TAIL, Deflater
from protocol import BINARY, PING, RSV1, TEXT, Frame, check, close, fragments, more, ping, pong, request, text
from registry import case

OFFER = "permessage-deflate"
HELLO = bytes.fromhex("f248cdc9c90700")


def compressed(data, fin=True, opcode=TEXT):
    return Frame(opcode, data, fin=fin, rsv=RSV1)


def raw(payload, **options):
    """A stream of one final block, or of what the options of zlib make."""
    stream = zlib.compressobj(wbits=-15, **options)
    return stream.compress(payload) + stream.flush(zlib.Z_FINISH)


STREAMS = [
    ("Hello as in the RFC", HELLO, b"Hello"),
    ("a stored block", b"\x00\x05\x00\xfa\xffHello\x00", b"Hello"),
    ("two stored blocks", b"\x00\x02\x00\xfd\xffHe\x00\x03\x00\xfc\xffllo\x00", b"Hello"),
    ("two blocks with an empty one between", bytes.fromhex("f248050000" "00ffffcac9c90700"), b"Hello"),
    ("a final block", bytes.fromhex("f348cdc9c9070000"), b"Hello"),
    ("a final stored block", b"\x01\x05\x00\xfa\xffHello\x00", b"Hello"),
    ("a final block, and another block behind it", bytes.fromhex("f348cdc9c90700") + HELLO, b"HelloHello"),
    ("two final blocks", bytes.fromhex("f348cdc9c90700") * 2 + b"\x00", b"HelloHello"),
    ("nothing, as in the RFC", b"\x00", b""),
    ("nothing, in a final block", b"\x03\x00\x00", b""),
    ("nothing, in many blocks", b"\x00\x00\x00\xff\xff" * 10 + b"\x00", b""),
    ("a block with codes of its own", Deflater().data(words(5000)), words(5000)),
    ("fixed codes", raw(b"abcabcabc" * 20, strategy=zlib.Z_FIXED) + b"\x00", b"abcabcabc" * 20),
    ("codes alone, without distances", raw(words(3000), strategy=zlib.Z_HUFFMAN_ONLY) + b"\x00", words(3000)),
    ("level 0", Deflater(level=0).data(words(70_000)), words(70_000)),
    ("level 1", Deflater(level=1).data(words(70_000)), words(70_000)),
    ("level 9", Deflater(level=9).data(words(70_000)), words(70_000)),
    ("zeros, to a thousandth of their size", Deflater(level=9).data(bytes(1_000_000)), bytes(1_000_000)),
]


@case("RFC 7692 7.2.2 inflated: {0}", on="deflate", each=STREAMS)
def inflated(server, _, data, payload):
    with server.open(offer=OFFER) as client:
        client.send(compressed(data, opcode=BINARY)).expect(BINARY, payload)
        # Each message begins anew.
        client.send(compressed(HELLO)).expect_text("Hello")


@case("RFC 7692 7.2.2 inflated from writes of one byte: {0}", on="deflate", each=STREAMS[:13])
def inflated_chopped(server, _, data, payload):
    with server.open(offer=OFFER) as client:
        client.write(compressed(data, opcode=BINARY).encode(), chop=1).expect(BINARY, payload)


@case("RFC 7692 6.1 inflated from fragments of one byte: {0}", on="deflate", each=STREAMS[:13])
def inflated_from_fragments(server, _, data, payload):
    with server.open(offer=OFFER) as client:
        client.send(*fragments(BINARY, data, 1, rsv=RSV1)).expect(BINARY, payload)


@case("RFC 7692 6.1 a compressed message in fragments with pings between them", on="deflate")
def pings_between_fragments(server):
    frames = fragments(TEXT, HELLO, 2, rsv=RSV1)
    with server.open(offer=OFFER) as client:
        for number, frame in enumerate(frames[:-1]):
            client.send(frame, ping(b"%d" % number), pong()).expect_pong(b"%d" % number)
        client.send(frames[-1]).expect_text("Hello")


@case("RFC 7692 6.1 empty fragments of a compressed message: {0}", on="deflate", each=[
    ("first", [b"", HELLO]), ("last", [HELLO, b""]), ("between", [HELLO[:3], b"", HELLO[3:]])
])
def empty_fragments(server, _, parts):
    frames = [compressed(parts[0], fin=False), *map(more, parts[1:-1]), more(parts[-1], fin=True)]
    with server.open(offer=OFFER) as client:
        client.send(*frames).expect_text("Hello")


@case("RFC 7692 6 compressed and other messages in turn", on="deflate")
def in_turn(server):
    with server.open(offer=OFFER) as client:
        for _ in range(3):
            client.send(compressed(HELLO)).expect_text("Hello").echo(text("Hello")).echo(text(""))


@case("RFC 7692 6 a client may leave everything uncompressed", on="deflate")
def uncompressed_client(server):
    with server.open(offer=OFFER) as client:
        client.echo(text(words(3000)), compressed=True)
        client.send(*fragments(TEXT, words(3000), 100)).expect_text(words(3000), compressed=True)


@case("RFC 7692 6 a compressed message without a mask", on="deflate")
def unmasked(server):
    with server.open(offer=OFFER) as client:
        client.send(Frame(TEXT, HELLO, rsv=RSV1, mask=None)).expect_text("Hello")


@case("RFC 7692 6 messages are described as they came: {0}", on="deflate", each=[
    ("compressed", [compressed(HELLO)], "[1,39,true,5]"),
    ("compressed, in fragments", fragments(TEXT, HELLO, 3, rsv=RSV1), "[1,39,true,5]"),
    ("compressed, without a mask", [Frame(BINARY, HELLO, rsv=RSV1, mask=None)], "[2,7,true,5]"),
    ("not compressed", [text("Hello")], "[1,33,true,5]"),
])
def described(server, _, frames, description):
    with server.open("/describe", OFFER) as client:
        client.send(*frames).expect_text(description)


@case("RFC 7692 6.2 refused: RSV1 on {0}", on="deflate", each=[
    ("a continuation", [compressed(HELLO[:3], fin=False), more(HELLO[3:], fin=True, rsv=RSV1)]),
    ("a continuation of a message that is not compressed", [text("x", fin=False), more("y", fin=True, rsv=RSV1)]),
    ("a ping", [ping(b"x", rsv=RSV1)]),
    ("an empty ping", [ping(rsv=RSV1)]),
    ("a pong", [pong(b"x", rsv=RSV1)]),
    ("a close frame", [close(1000, rsv=RSV1)]),
    ("a reserved opcode", [Frame(3, b"x", rsv=RSV1)]),
])
def rsv1_elsewhere(server, _, frames):
    with server.open(offer=OFFER) as client:
        client.send(*frames).expect_close(1002)


@case("RFC 7692 6 refused: reserved bits {0} on text although compression is agreed on", on="deflate", each=[
    (f"{bits:03b}", bits) for bits in (1, 2, 3, 5, 6, 7)
])
def other_bits(server, _, bits):
    with server.open(offer=OFFER) as client:
        client.send(Frame(TEXT, HELLO, rsv=bits)).expect_close(1002)


@case("RFC 7692 6 refused: RSV1 where it was {0}", on="deflate", each=[
    ("not offered", None), ("declined", "permessage-deflate; unknown")
])
def not_agreed(server, _, offer):
    with server.connect() as client:
        handshake = request(add=[f"Sec-WebSocket-Extensions: {offer}"] if offer else [])
        client.write(handshake).read_response().check_handshake()
        client.send(compressed(HELLO)).expect_close(1002)


BROKEN = [
    ("a block of the reserved type", b"\x06"),
    ("a final block of the reserved type", b"\x07\x00"),
    ("a stored block whose lengths do not agree", b"\x00\x05\x00\x00\x00Hello\x00"),
    ("a stored block that is cut", b"\x00\x64\x00\x9b\xffHe"),
    ("a block that is cut", Deflater().data(words(5000))[:500]),
    ("a distance before the beginning", b"\x02\x05\x00\x00"),
    ("too many codes", b"\xfc\xff\xff\xff"),
    ("lengths of codes that fit nowhere", b"\x04\x00\xfe\xff\xff\xff\xff"),
    ("random bytes", random.Random(4).randbytes(1000)),
    ("zeros that are no blocks", b"\x00" * 20),
    ("text that is not compressed", b"Hello, I am just text."),
    ("a stream with zlib's header", zlib.compress(b"Hello" * 10)),
    ("one bit turned over", bytes([HELLO[0] ^ 4]) + HELLO[1:]),
]


@case("RFC 7692 7.2.2 refused with 1007: {0}", on="deflate", each=BROKEN)
def broken(server, _, data):
    with server.open(offer=OFFER) as client:
        client.send(compressed(HELLO)).expect_text("Hello").send(compressed(data, opcode=BINARY)).expect_close(1007)


@case("RFC 7692 7.2.2 refused with 1007, in fragments: {0}", on="deflate", each=BROKEN)
def broken_in_fragments(server, _, data):
    with server.open(offer=OFFER) as client:
        client.send(*fragments(BINARY, data, 1, rsv=RSV1)).expect_close(1007)


@case("8.1 refused: compressed text with {0}", on="deflate", each=[
    ("FF", b"abc\xff"),
    ("a surrogate", b"\xed\xa0\x80"),
    ("an overlong form", b"\xc0\x80"),
    ("a cut end", "🦀".encode()[:3]),
])
def bad_text(server, _, payload):
    with server.open(offer=OFFER) as client:
        client.send(Deflater().text(payload)).expect_close(1007)


@case("8.1 refused before the message's end: compressed text with a bad byte in {0}", on="deflate", each=[
    "a fragment", "half a frame",
])
def bad_text_early(server, where):
    stream = zlib.compressobj(wbits=-15)
    begun = stream.compress(b"abc\xff") + stream.flush(zlib.Z_SYNC_FLUSH)
    with server.open(offer=OFFER) as client:
        frame = compressed(begun + b"\x00" * 100, fin=False)
        client.write(compressed(begun, fin=False).encode() if where == "a fragment" else frame.encode()[:-100])
        client.expect_close(1007)


@case("8.1 compressed text whose characters are cut by fragments", on="deflate")
def cut_characters(server):
    stream = zlib.compressobj(wbits=-15)
    parts = [stream.compress(part) + stream.flush(zlib.Z_SYNC_FLUSH) for part in (b"\xf0\x9f", b"\xa6", b"\x80")]
    parts[-1] = parts[-1].removesuffix(TAIL)
    with server.open(offer=OFFER) as client:
        client.send(compressed(parts[0], fin=False)).is_open()
        client.send(more(parts[1]), more(parts[2], fin=True)).expect_text("🦀")


@case("8.1 compressed binary may be anything", on="deflate")
def free_binary(server):
    with server.open(offer=OFFER) as client:
        client.send(Deflater().binary(b"\xff\xc0\x80" * 10)).expect(BINARY, b"\xff\xc0\x80" * 10)


@case("RFC 7692 6.1 the server compresses {0}", on="deflate", each=[
    ("text of 64 bytes", text("x" * 64), True),
    ("text of 1,000 bytes", text("x" * 1000), True),
    ("binary of 64 bytes", Frame(BINARY, bytes(64)), True),
    ("no text of 63 bytes", text("x" * 63), False),
    ("no text of 1 byte", text("x"), False),
    ("no empty text", text(""), False),
    ("no empty binary", Frame(BINARY), False),
])
def from_min_length(server, _, frame, is_compressed):
    with server.open(offer=OFFER) as client:
        client.echo(frame, compressed=is_compressed)


@case("RFC 7692 6.1 the server compresses from websocket_compression_min_length: {0} bytes", on="long only", each=[
    (999, False), (1000, True), (1001, True)
])
def min_length(server, length, is_compressed):
    with server.open(offer=OFFER) as client:
        client.echo(text("x" * length), compressed=is_compressed)


@case("RFC 7692 6.1 the server compresses what the program forces it to", on="deflate")
def forced(server):
    with server.open(offer=OFFER) as client:
        client.send(text("small and compressed")).expect_text("small", compressed=True)


@case("RFC 7692 6.1 the server's fragments are not compressed", on="deflate")
def own_fragments(server):
    with server.open(offer=OFFER) as client:
        client.send(text("three fragments"))
        client.expect_text("a" * 100 + "b" * 100 + "c" * 100, compressed=False)


@case("RFC 7692 6.1 control frames are not compressed", on="deflate")
def own_control_frames(server):
    with server.open(offer=OFFER) as client:
        # A frame with reserved bits in a control frame fails where it is read.
        client.send(ping(b"x" * 125)).expect_pong(b"x" * 125)
        check(client.send(text("ping")).receive().opcode == PING, "no ping")
        client.send(text("close with 4000")).expect_close_frame(4000)
        client.send(close(4000)).expect_end()


@case("RFC 7692 7.2.1 text gets shorter", on="deflate")
def shorter(server):
    with server.open(offer=OFFER) as client:
        frame, = client.send(text(words(5000))).receive_frames()
        check(frame.rsv and len(frame.payload) < 2500, f"came: {frame}")
        check(client.inflater.message(frame.payload) == words(5000), "another text")


RANDOM_SIZES = [1, 2, 63, 64, 65, 100, 1000, 32767, 32768, 32769, 65535, 65536, 100_000, 262_144, 1 << 20]


@case("RFC 7692 7.2 {0} random bytes come back", on="deflate", each=RANDOM_SIZES)
def random_bytes(server, size):
    payload = random.Random(size).randbytes(size)
    with server.open(offer=OFFER) as client:
        client.send(Deflater().binary(payload)).expect(BINARY, payload)


@case("RFC 7692 7.2 {0} bytes of text come back", on="deflate", each=[*RANDOM_SIZES, 2 << 20])
def bytes_of_text(server, size):
    with server.open(offer=OFFER) as client:
        client.send(Deflater().text(words(size))).expect_text(words(size))


@case("RFC 7692 7.2 1 MiB of text, compressed, in {0}", on="deflate", each=[
    ("fragments of 100 bytes", 100, None),
    ("fragments of 10,000 bytes", 10_000, None),
    ("writes of 100 bytes", None, 100),
])
def in_pieces(server, _, fragment, chop):
    frames = Deflater().frames(TEXT, words(1 << 20), fragment or 1 << 20)
    with server.open(offer=OFFER) as client:
        client.write(b"".join(frame.encode() for frame in frames), chop).expect_text(words(1 << 20))
