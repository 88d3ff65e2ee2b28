"""RFC 6455 section 5.4: messages in fragments."""

import json

from protocol import BINARY, TEXT, Frame, binary, check, fragments, more, ping, text
from registry import case


@case("5.4 a {0} message in {1} fragments", each=[
    (kind, count) for kind in ("text", "binary") for count in (2, 3, 10, 1000)
])
def in_fragments(server, kind, count):
    opcode = TEXT if kind == "text" else BINARY
    with server.open() as client:
        client.send(*fragments(opcode, b"abc" * count, 3)).expect(opcode, b"abc" * count)


@case("5.4 a message in fragments is delivered once, whole")
def delivered_whole(server):
    with server.open("/describe") as client:
        client.send(binary(b"one", fin=False), more(b"two"), more(b"three", fin=True))
        client.expect_text(json.dumps([BINARY, 33, True, 11], separators=(",", ":")))


EMPTY = [
    ("the first", ["", "hello"]),
    ("the last", ["hello", ""]),
    ("the middle one", ["hel", "", "lo"]),
    ("all of two", ["", ""]),
    ("all of three", ["", "", ""]),
]


@case("5.4 empty fragments: {0}", each=EMPTY)
def empty_fragments(server, _, parts):
    frames = [
        Frame(0 if number else TEXT, part.encode(), fin=number == len(parts) - 1) for number, part in enumerate(parts)
    ]
    with server.open() as client:
        client.send(*frames).expect_text("".join(parts))


@case("5.4 fragments in writes of {0} bytes", each=[1, 2, 3, 5, 11])
def chopped(server, size):
    data = b"".join(frame.encode() for frame in fragments(TEXT, b"fragment of some length " * 20, 24))
    with server.open() as client:
        client.write(data, chop=size).expect_text("fragment of some length " * 20)


@case("5.4 fragments one by one, each known to have been read")
def one_by_one(server):
    with server.open() as client:
        for frame in fragments(TEXT, b"one two three four", 4):
            # A pong may come only after what was sent before its ping.
            client.send(frame)
            if not frame.fin:
                client.is_open()
        client.expect_text("one two three four")


@case("5.4 fragments of {0} bytes", each=[125, 126, 65535, 65536])
def sizes(server, size):
    payload = b"x" * (3 * size)
    with server.open() as client:
        client.send(*fragments(BINARY, payload, size)).expect(BINARY, payload)


@case("5.4 two messages in fragments after each other")
def two_messages(server):
    with server.open() as client:
        client.send(*fragments(TEXT, b"the first one", 4), *fragments(BINARY, b"the second one", 5))
        client.expect_text("the first one").expect(BINARY, b"the second one")


@case("5.4 the server's fragments are one message")
def fragments_of_the_server(server):
    with server.open() as client:
        frames = client.send(text("three fragments")).receive_frames()
        check([frame.payload[:1] for frame in frames] == [b"a", b"b", b"c"], f"came: {frames}")


REFUSED = [
    ("a final continuation of nothing", [], [more("x", fin=True)]),
    ("a continuation of nothing", [], [more("x")]),
    ("an empty continuation of nothing", [], [more("", fin=True)]),
    ("a continuation of nothing, and text", [], [more("x"), text("y", fin=True)]),
    ("a continuation after a whole message", [text("whole")], [more("x", fin=True)]),
    ("a continuation after two fragments", [text("who", fin=False), more("le", fin=True)], [more("x", fin=True)]),
    ("text inside a message", [], [text("one", fin=False), text("two")]),
    ("text that is not final inside a message", [], [text("one", fin=False), text("two", fin=False)]),
    ("binary inside a text message", [], [text("one", fin=False), binary(b"two")]),
    ("text inside a binary message", [], [binary(b"one", fin=False), text("two")]),
    ("empty text inside a message", [], [text("", fin=False), text("")]),
    ("text after two fragments", [], [text("one", fin=False), more("two"), text("three")]),
    ("text after a fragment and a ping", [], [text("one", fin=False), ping(b"x"), text("two")]),
]


@case("5.4 refused: {0}", each=REFUSED)
def refused(server, _, before, frames):
    with server.open() as client:
        client.send(*before)
        if before:
            client.expect_text("whole")
        client.send(*frames)
        if any(frame.opcode == 9 for frame in frames):
            client.expect_pong(b"x")
        client.expect_close(1002)


@case("5.4 refused in writes of one byte: {0}", each=[item for item in REFUSED if not item[1]][:8:2])
def refused_chopped(server, _, __, frames):
    with server.open() as client:
        client.write(b"".join(frame.encode() for frame in frames), chop=1).expect_close(1002)


@case("5.4 refused at its header: a continuation of nothing")
def refused_at_header(server):
    with server.open() as client:
        client.write(more("").head(length=1000)).expect_close(1002)
