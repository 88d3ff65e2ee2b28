"""
RFC 6455 section 8.1 (with 5.4 and 5.6): text is UTF-8, and is refused with 1007 as soon as it cannot become that.
"""

from protocol import TEXT, binary, close, fragments, more, text
from registry import case

VALID = [
    ("ASCII", "Hello, world".encode()),
    ("all of ASCII", bytes(range(128))),
    ("U+0000", "\u0000".encode()),
    ("U+007F", "\u007f".encode()),
    ("U+0080, the first of two bytes", "\u0080".encode()),
    ("U+07FF, the last of two bytes", "\u07ff".encode()),
    ("U+0800, the first of three bytes", "\u0800".encode()),
    ("U+1000", "\u1000".encode()),
    ("U+CFFF", "\ucfff".encode()),
    ("U+D7FF, before the surrogates", "\ud7ff".encode()),
    ("U+E000, behind the surrogates", "\ue000".encode()),
    ("U+FEFF, the byte order mark", "\ufeff".encode()),
    ("U+FFFD", "\ufffd".encode()),
    ("U+FFFE, not a character", "\ufffe".encode()),
    ("U+FFFF, the last of three bytes", "\uffff".encode()),
    ("U+10000, the first of four bytes", "\U00010000".encode()),
    ("U+1FFFE, not a character", "\U0001fffe".encode()),
    ("U+3FFFF", "\U0003ffff".encode()),
    ("U+40000", "\U00040000".encode()),
    ("U+FFFFF", "\U000fffff".encode()),
    ("U+100000", "\U00100000".encode()),
    ("U+10FFFF, the last one", "\U0010ffff".encode()),
    ("Greek", "Ποντίκι καὶ γάτος".encode()),
    ("Chinese", "你好, 世界".encode()),
    ("animals", "🦀🐘🐍".encode()),
    ("letters and marks", "e\u0301a\u0308 \u200d".encode()),
    ("all lengths side by side", "a\u0080\u0800\U00010000b\u07ff\uffff\U0010ffff".encode()),
]

# What is right so far, the byte that no continuation can mend, and what would come next.
BAD_BYTE = [
    ("a continuation byte alone, 80", b"", b"\x80", b"abc"),
    ("a continuation byte alone, BF", b"", b"\xbf", b"abc"),
    ("a continuation byte behind ASCII", b"abc", b"\x90", b""),
    ("a continuation byte too many", "\u00e9".encode(), b"\x80", b"abc"),
    ("FE", b"", b"\xfe", b""),
    ("FF", b"abc", b"\xff", b"def"),
    ("C0, overlong", b"", b"\xc0", b"\x80"),
    ("C1, overlong", b"abc", b"\xc1", b"\xbf"),
    ("E0 80, overlong", b"\xe0", b"\x80", b"\x80"),
    ("E0 9F, overlong", b"\xe0", b"\x9f", b"\xbf"),
    ("F0 80, overlong", b"\xf0", b"\x80", b"\x80\x80"),
    ("F0 8F, overlong", b"\xf0", b"\x8f", b"\xbf\xbf"),
    ("F8, of five bytes", b"", b"\xf8", b"\x88\x80\x80\x80"),
    ("FC, of six bytes", b"", b"\xfc", b"\x84\x80\x80\x80\x80"),
    ("U+D800, a surrogate", b"\xed", b"\xa0", b"\x80"),
    ("U+DB7F, a surrogate", b"\xed", b"\xad", b"\xbf"),
    ("U+DC00, a surrogate", b"\xed", b"\xb0", b"\x80"),
    ("U+DFFF, a surrogate", b"abc\xed", b"\xbf", b"\xbf"),
    ("a surrogate pair", b"\xed", b"\xa0", b"\x81\xed\xb0\x80"),
    ("U+110000", b"\xf4", b"\x90", b"\x80\x80"),
    ("U+110000 behind Greek", "κόσμε".encode() + b"\xf4", b"\x90", b"\x80\x80edited"),
    ("F5", b"", b"\xf5", b"\x80\x80\x80"),
    ("F7", "κόσμε".encode(), b"\xf7", b"\xbf\xbf\xbf"),
    ("C2 and ASCII", b"\xc2", b"a", b""),
    ("C2 and another start", b"\xc2", b"\xc2", b"\x80"),
    ("E2 82 and ASCII", b"\xe2\x82", b"a", b""),
    ("E1 and another start", b"\xe1", b"\xe1", b"\x80\x80"),
    ("F0 9F A6 and ASCII", b"\xf0\x9f\xa6", b"a", b""),
    ("F0 9F and another start", b"\xf0\x9f", b"\xf0", b"\x9f\xa6\x80"),
    ("EF BF and another start", b"\xef\xbf", b"\xc3", b"\xa9"),
]

# Right so far, and then the message ends.
CUT = [
    ("C2", b"\xc2"),
    ("DF behind ASCII", b"abc\xdf"),
    ("E0", b"\xe0"),
    ("E2 82", b"\xe2\x82"),
    ("ED 9F", b"\xed\x9f"),
    ("F0", b"\xf0"),
    ("F0 9F", b"\xf0\x9f"),
    ("F0 9F A6", b"abc\xf0\x9f\xa6"),
    ("F4 8F BF", b"\xf4\x8f\xbf"),
]


@case("8.1 valid: {0}", each=VALID)
def valid(server, _, payload):
    with server.open() as client:
        client.echo(text(payload))


@case("8.1 valid in fragments of one byte: {0}", each=VALID)
def valid_in_fragments(server, _, payload):
    with server.open() as client:
        client.send(*fragments(TEXT, payload, 1)).expect_text(payload)


@case("8.1 valid in writes of one byte: {0}", each=VALID)
def valid_chopped(server, _, payload):
    with server.open() as client:
        client.write(text(payload).encode(), chop=1).expect_text(payload)


@case("8.1 refused: {0}", each=BAD_BYTE)
def bad_byte(server, _, good, bad, rest):
    with server.open() as client:
        client.echo(text("before")).send(text(good + bad + rest)).expect_close(1007)


@case("8.1 refused in the middle of a frame: {0}", each=BAD_BYTE)
def bad_byte_in_frame(server, _, good, bad, rest):
    frame = text(good + bad + rest + b"x" * 100)
    so_far = len(frame.head()) + len(good + bad)
    with server.open() as client:
        # The rest of the frame never comes.
        client.write(frame.encode()[:so_far], chop=1).expect_close(1007)


@case("8.1 refused in a fragment, and no byte too early: {0}", each=BAD_BYTE)
def bad_byte_in_fragment(server, _, good, bad, __):
    with server.open() as client:
        client.send(text(good, fin=False)).is_open()
        client.send(more(bad)).expect_close(1007)


@case("8.1 refused in fragments of one byte: {0}", each=BAD_BYTE)
def bad_byte_in_fragments(server, _, good, bad, rest):
    with server.open() as client:
        client.send(*fragments(TEXT, good + bad + rest + b"x", 1)).expect_close(1007)


@case("8.1 refused: a message that ends behind {0}", each=CUT)
def cut(server, _, payload):
    with server.open() as client:
        client.send(text(payload)).expect_close(1007)


@case("8.1 refused: a message in fragments that ends behind {0}", each=CUT)
def cut_in_fragments(server, _, payload):
    with server.open() as client:
        # Until the last frame there is hope.
        client.send(text(payload, fin=False)).is_open()
        client.send(more("", fin=True)).expect_close(1007)


@case("8.1 refused: the last byte of 1 MiB of text")
def bad_at_the_end(server):
    with server.open() as client:
        client.send(text(b"x" * (1 << 20) + b"\xff")).expect_close(1007)


@case("8.1 refused before the rest of 1 MiB of text has come")
def bad_at_the_beginning(server):
    frame = text(b"x" * 1000 + b"\xff" + b"x" * (1 << 20))
    with server.open() as client:
        client.write(frame.encode()[: len(frame.head()) + 1001]).expect_close(1007)


@case("8.1 a character cut by a ping")
def cut_by_ping(server):
    with server.open() as client:
        client.send(text(b"\xf0\x9f", fin=False)).is_open()
        client.send(more(b"\xa6")).is_open()
        client.send(more(b"\x80", fin=True)).expect_text("🦀")


@case("8.1 a character cut by the buffers of large messages")
def cut_by_buffers(server):
    with server.open() as client:
        for shift in range(4):
            client.echo(text("x" * shift + "🦀" * 50_000))


@case("8.1 text is judged anew in each message")
def anew(server):
    with server.open() as client:
        client.echo(text("ends with é")).echo(text("")).echo(text("é begins"))
        client.send(text(b"\xa9 cannot begin")).expect_close(1007)


@case("8.1 binary may be anything: {0}", each=[(item[0], b"".join(item[1:])) for item in BAD_BYTE[::3] + CUT[::3]])
def binary_is_free(server, _, payload):
    with server.open() as client:
        client.echo(binary(payload)).send(*fragments(2, payload, 1)).expect(2, payload)


@case("8.1 refused: a close reason with {0}", each=[(item[0], b"".join(item[1:])) for item in BAD_BYTE[::4] + CUT[::4]])
def close_reason(server, _, reason):
    with server.open() as client:
        client.send(close(1000, reason)).expect_close(1007)
