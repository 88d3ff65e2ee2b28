"""RFC 6455 sections 5.5.1 and 7: the closing handshake, and the codes and reasons that it may carry."""

from protocol import CLOSE, PONG, Frame, binary, check, close, more, ping, pong, text
from registry import case

VALID = [*range(1000, 1004), *range(1007, 1015), 3000, 3001, 3999, 4000, 4001, 4999]
INVALID = [0, 1, 100, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 5001, 32768, 65535]


@case("7.4 code {0} is answered with itself", each=VALID)
def valid_code(server, code):
    with server.open() as client:
        client.send(close(code)).expect_close(code, "")


@case("7.4 code {0} with a reason is answered with both", each=VALID)
def valid_code_and_reason(server, code):
    with server.open() as client:
        client.send(close(code, "because")).expect_close(code, "because")


@case("7.4 refused: code {0}", each=INVALID)
def invalid_code(server, code):
    with server.open() as client:
        client.echo(text("before")).send(close(code)).expect_close(1002)


@case("7.4 refused: code {0} with a reason", each=INVALID)
def invalid_code_and_reason(server, code):
    with server.open() as client:
        client.send(close(code, "because")).expect_close(1002)


@case("5.5.1 a close frame without a code is answered with one without a code")
def no_code(server):
    with server.open() as client:
        client.send(close()).expect_close(None)


@case("5.5.1 refused: half a code")
def half_a_code(server):
    with server.open() as client:
        client.send(Frame(CLOSE, b"\x03")).expect_close(1002)


@case("5.5.1 a reason of {0} bytes", each=[1, 122, 123])
def reason_of(server, length):
    with server.open() as client:
        client.send(close(1000, "x" * length)).expect_close(1000, "x" * length)


@case("5.5 refused: a reason of {0} bytes", each=[124, 125, 1000])
def reason_too_long(server, length):
    with server.open() as client:
        client.send(close(1000, "x" * length)).expect_close(1002)


@case("5.5.1 a reason that is not ASCII")
def reason_in_utf8(server):
    with server.open() as client:
        client.send(close(4000, "再见 🦀" * 7)).expect_close(4000, "再见 🦀" * 7)


@case("5.5.1 a reason of which the last character is cut is refused with 1007")
def reason_cut(server):
    with server.open() as client:
        client.send(close(1000, "🦀".encode()[:3])).expect_close(1007)


@case("5.5.1 a close frame in writes of {0} bytes", each=[1, 2, 3])
def chopped(server, size):
    with server.open() as client:
        client.write(close(1001, "leaving").encode(), chop=size).expect_close(1001, "leaving")


@case("5.5.1 after a close frame is ignored: {0}", each=[
    ("text", [text("after")]),
    ("binary", [binary(b"x" * 1000)]),
    ("a ping", [ping(b"after")]),
    ("a pong", [pong()]),
    ("another close frame", [close(1001)]),
    ("a close frame that is wrong", [close(999)]),
    ("text that is wrong", [text(b"\xff")]),
    ("a reserved opcode", [Frame(3)]),
    ("a continuation", [more("x", fin=True)]),
    ("much", [binary(b"x" * 65536)] * 20),
])
def ignored(server, _, frames):
    with server.open() as client:
        client.send(close(1000, "bye"), *frames).expect_close(1000, "bye")


@case("5.5.1 after a close frame is ignored: what is no frame at all")
def ignored_bytes(server):
    with server.open() as client:
        client.write(close(1000).encode() + b"\xff" * 100).expect_close(1000)


@case("5.5.1 a ping before a close frame is answered")
def ping_before(server):
    with server.open() as client:
        client.send(ping(b"last"), close(1000)).expect_pong(b"last").expect_close(1000)


@case("5.5.1 a close frame inside a message ends the connection, and the message is lost")
def inside_a_message(server):
    with server.open() as client:
        client.send(text("half of ", fin=False), close(1000), more("it", fin=True)).expect_close(1000)


@case("7.1.1 the server ends TCP, and does not wait for the client to do it")
def server_ends(server):
    with server.open() as client:
        client.send(close(1000)).expect_close_frame(1000)
        check(client.socket.recv(1) == b"", "no end, but a byte")
        client.ended = True


@case("7.1.2 the server closes, the client answers")
def server_closes(server):
    with server.open() as client:
        client.send(text("close with 4000")).expect_close_frame(4000, "as you asked")
        client.send(close(4000)).expect_end()


@case("7.1.2 the server closes, the client answers with another code")
def server_closes_other_code(server):
    with server.open() as client:
        client.send(text("close with 4000")).expect_close_frame(4000, "as you asked")
        client.send(close(1000, "fine")).expect_end()


@case("7.1.2 the server closes while frames of the client are on their way")
def server_closes_amid(server):
    with server.open() as client:
        client.send(text("close with 4000"), text("after"), ping(b"after"))
        # The pong may come before PHP has closed; the text comes after that.
        while (frame := client.receive()).opcode == PONG:
            pass
        check(frame.payload == close(4000, "as you asked").payload, f"came: {frame}")
        client.send(close(4000)).expect_end()


@case("7.1.2 both close at once")
def both_close(server):
    with server.open() as client:
        # The close frame of either side may be the first that the other sees.
        client.send(text("close with 4000"), close(1001)).expect_close((4000, 1001))


@case("7.1.7 after a violation nothing is answered any more")
def nothing_after_violation(server):
    with server.open() as client:
        client.send(more("of nothing", fin=True), text("after"), ping(b"after"), close(1000)).expect_close(1002)


@case("7.1.7 a client that is gone without a close frame: {0}", each=[
    "at a frame's end", "inside a frame", "inside a message",
])
def gone(server, where):
    data = {
        "at a frame's end": b"",
        "inside a frame": text("hello").encode()[:-2],
        "inside a message": text("hello", fin=False).encode(),
    }[where]
    with server.open() as client:
        client.echo(text("hello")).write(data)
        # Its onClose is counted by the case that comes last.
        client.ended = True


@case("7.1.7 a client that ends its side without a close frame gets the end")
def half_closed(server):
    with server.open() as client:
        client.echo(text("hello"))
        client.socket.shutdown(1)
        while client.fill():
            pass
        client.ended = True
