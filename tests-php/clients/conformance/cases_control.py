"""RFC 6455 section 5.5: pings, pongs, and what every control frame must keep to. Close frames: cases_close.py."""

from protocol import BINARY, CLOSE, PING, PONG, TEXT, Frame, binary, check, close, more, ping, pong, text
from registry import case

PAYLOADS = [
    ("no bytes", b""),
    ("one byte", b"x"),
    ("text", b"Hello, world"),
    ("bytes that are not text", b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"),
    ("124 bytes", b"\xfe" * 124),
    ("125 bytes", b"\xfe" * 125),
]


@case("5.5.2 a ping with {0} is answered with them", each=PAYLOADS)
def ping_answered(server, _, payload):
    with server.open() as client:
        client.send(ping(payload)).expect_pong(payload)


@case("5.5.2 a ping with {0} in writes of one byte", each=PAYLOADS)
def ping_chopped(server, _, payload):
    with server.open() as client:
        client.write(ping(payload).encode(), chop=1).expect_pong(payload)


@case("5.5 refused: {0} of {1} bytes", each=[
    (name, length, opcode)
    for name, opcode in (("a ping", PING), ("a pong", PONG))
    for length in (126, 127, 65535, 65536)
])
def too_long(server, _, length, opcode):
    with server.open() as client:
        client.echo(text("before")).send(Frame(opcode, b"x" * length)).expect_close(1002)


@case("5.5 refused at its header: a ping of 126 bytes")
def too_long_at_header(server):
    with server.open() as client:
        client.write(ping().head(length=126)).expect_close(1002)


@case("5.5 refused: {0} that is not final", each=[
    ("a ping", ping(b"x", fin=False)),
    ("an empty ping", ping(fin=False)),
    ("a pong", pong(b"x", fin=False)),
    ("a close frame", close(1000, fin=False)),
    ("an empty close frame", close(fin=False)),
])
def not_final(server, _, frame):
    with server.open() as client:
        client.echo(text("before")).send(frame).expect_close(1002)


@case("5.5 refused: {0} whose continuation follows", each=[
    ("a ping", PING), ("a pong", PONG), ("a close frame", CLOSE),
])
def continued(server, _, opcode):
    with server.open() as client:
        client.send(Frame(opcode, b"\x03\xe8", fin=False), more("x", fin=True)).expect_close(1002)


@case("5.5.2 ten pings in one write are answered in their order")
def ten_pings(server):
    with server.open() as client:
        client.send(*(ping(f"ping {number}") for number in range(10)))
        for number in range(10):
            client.expect_pong(f"ping {number}")


@case("5.5.2 ten pings in writes of one byte are answered in their order")
def ten_pings_chopped(server):
    with server.open() as client:
        client.write(b"".join(ping(f"ping {number}").encode() for number in range(10)), chop=1)
        for number in range(10):
            client.expect_pong(f"ping {number}")


@case("5.5.2 a thousand pings are answered")
def thousand_pings(server):
    with server.open() as client:
        client.send(*(ping(f"{number}") for number in range(1000)))
        for number in range(1000):
            client.expect_pong(f"{number}")


@case("5.5.2 pings between messages are answered")
def pings_between(server):
    with server.open() as client:
        for number in range(20):
            client.send(ping(f"{number}"), text(f"message {number}"), ping())
            client.expect_pongs_and([f"{number}", ""], TEXT, f"message {number}")


@case("5.5.3 a pong that nobody asked for is taken: {0}", each=PAYLOADS)
def unasked_pong(server, _, payload):
    with server.open() as client:
        client.send(pong(payload)).is_open()


@case("5.5.3 a pong that nobody asked for, and a ping behind it")
def unasked_pong_and_ping(server):
    with server.open() as client:
        client.send(pong(b"unasked"), ping(b"asked")).expect_pong(b"asked")


@case("5.5.2 a ping of the server, answered and not answered")
def ping_of_the_server(server):
    with server.open() as client:
        for answer in [pong(b"are you there?")], []:
            frame = client.send(text("ping")).receive()
            check((frame.opcode, frame.payload) == (PING, b"are you there?"), f"came: {frame}")
            client.send(*answer).echo(text("and go on"))


@case("5.5 a ping inside a message of {0}", each=[("two fragments", 2), ("three fragments", 3), ("ten fragments", 10)])
def ping_inside(server, _, count):
    with server.open() as client:
        client.send(text("part 0 ", fin=False))
        for number in range(1, count):
            # Answered now, not when the message is whole.
            client.send(ping(f"ping {number}")).expect_pong(f"ping {number}")
            client.send(more(f"part {number} ", fin=number == count - 1))
        client.expect_text("".join(f"part {number} " for number in range(count)))


@case("5.5 pings inside a message, all in writes of {0} bytes", each=[1, 2, 3])
def pings_inside_chopped(server, size):
    frames = [binary(b"one ", fin=False), ping(b"1"), more(b"two "), ping(b"2"), pong(b"-"), more(b"three", fin=True)]
    with server.open() as client:
        client.write(b"".join(frame.encode() for frame in frames), chop=size)
        client.expect_pongs_and(["1", "2"], BINARY, b"one two three")


@case("5.5 a ping inside a message, before its first byte of text and after its last")
def ping_around_empty_fragments(server):
    with server.open() as client:
        client.send(text("", fin=False), ping(b"1"), more("hello"), ping(b"2"), more("", fin=True))
        client.expect_pongs_and(["1", "2"], TEXT, "hello")
