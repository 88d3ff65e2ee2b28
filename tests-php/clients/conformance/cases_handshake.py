"""RFC 6455 section 4.2, the opening handshake as the server must read and answer it; HTTP's own rules with it."""

from protocol import KEY, TEXT, check, close, ping, request, text
from registry import case


def opens(server, data):
    """The request opens a WebSocket that works."""
    with server.connect() as client:
        client.write(data).read_response().check_handshake()
        client.echo(text("hello"))


ACCEPTED = [
    ("as in the RFC", {}),
    ("a target with a path and a query", {"target": "/a/b%20c?d=e&f=g"}),
    ("a target in absolute form", {"target": "http://127.0.0.1/chat"}),
    ("Upgrade in capitals", {"upgrade": "WEBSOCKET"}),
    ("Upgrade with another protocol before it", {"upgrade": "foo/2, websocket"}),
    ("Upgrade in two lines", {"upgrade": ["foo", "websocket"]}),
    ("Connection in capitals", {"connection": "UPGRADE"}),
    ("Connection with keep-alive", {"connection": "keep-alive, Upgrade"}),
    ("Connection without blanks", {"connection": "keep-alive,upgrade"}),
    ("Connection in two lines", {"connection": ["keep-alive", "Upgrade"]}),
    ("blanks around the key", {"sec_websocket_key": f"  {KEY} \t"}),
    ("a Host with a port", {"host": "127.0.0.1:80"}),
    ("a Host that is empty", {"host": ""}),
    ("an Origin", {"add": ["Origin: http://example.com"]}),
    ("headers that nobody knows", {"add": ["X-One: 1", "Sec-WebSocket-New: 1", "X-Empty:"]}),
    ("cookies", {"add": ["Cookie: a=b; c=d"]}),
    ("a body of no bytes", {"add": ["Content-Length: 0"]}),
    ("a subprotocol that the server does not know", {"add": ["Sec-WebSocket-Protocol: chat"]}),
]


@case("4.2.1 accepted: {0}", each=ACCEPTED)
def accepted(server, _, changes):
    opens(server, request(**changes))


@case("4.2.1 accepted: header names in {0}", each=["capitals", "small letters"])
def case_of_header_names(server, form):
    first, *lines = request().decode().rstrip().split("\r\n")
    change = str.upper if form == "capitals" else str.lower
    lines = [change(name) + ":" + value for name, value in (line.split(":", 1) for line in lines)]
    opens(server, "\r\n".join([first, *lines, "", ""]).encode())


@case("4.2.1 accepted: headers in the opposite order")
def opposite_order(server):
    first, *lines = request().decode().rstrip().split("\r\n")
    opens(server, "\r\n".join([first, *reversed(lines), "", ""]).encode())


@case("4.2.1 accepted: header values without a blank before them")
def no_blank(server):
    opens(server, request().replace(b": ", b":"))


@case("4.2.2 the accept value of the key {0}", each=[
    "AAAAAAAAAAAAAAAAAAAAAA==", "/+/+/+/+/+/+/+/+/+/+/w==", "x3JJHMbDL1EzLkh9GBhXDw==",
])
def accept_value_of(server, key):
    with server.connect() as client:
        client.write(request(sec_websocket_key=key)).read_response().check_handshake(key)


@case("4.2.2 nothing is agreed on that was not offered", on="takeover")
def nothing_unasked(server):
    with server.connect() as client:
        response = client.write(request()).read_response().check_handshake()
        for name in "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol":
            check(not response.all(name), f"the answer has {name}")
        check(not client.body and response.one("Transfer-Encoding") is None, "the answer has a body")


SUBPROTOCOLS = [
    ("v1.chat", "v1.chat"),
    ("v2.chat", "v2.chat"),
    ("v1.chat, v2.chat", "v2.chat"),
    ("v3.chat,v1.chat", "v1.chat"),
    ("v3.chat", None),
    ("V1.CHAT", None),
]


@case("4.2.2 of the subprotocols {0} is chosen: {1}", on="subprotocols", each=SUBPROTOCOLS)
def subprotocol(server, offered, chosen):
    with server.connect() as client:
        client.write(request(add=[f"Sec-WebSocket-Protocol: {offered}"]))
        response = client.read_response().check_handshake()
        check(response.one("Sec-WebSocket-Protocol") == chosen, f"chosen: {response.one('Sec-WebSocket-Protocol')}")


@case("4.2.2 subprotocols in two lines are one list", on="subprotocols")
def subprotocol_lines(server):
    with server.connect() as client:
        client.write(request(add=["Sec-WebSocket-Protocol: v3.chat", "Sec-WebSocket-Protocol: v1.chat"]))
        response = client.read_response().check_handshake()
        check(response.one("Sec-WebSocket-Protocol") == "v1.chat", "not chosen")


REFUSED = [
    ("POST", {"method": "POST"}),
    ("PUT", {"method": "PUT"}),
    ("OPTIONS", {"method": "OPTIONS"}),
    ("HTTP/1.0", {"version": "HTTP/1.0"}),
    ("no Host", {"host": None}),
    ("Host twice", {"host": ["127.0.0.1", "127.0.0.1"]}),
    ("a Host with a blank in it", {"host": "one two"}),
    ("no Connection", {"connection": None}),
    ("Connection without Upgrade", {"connection": "keep-alive"}),
    ("Connection with a longer word", {"connection": "Upgraded"}),
    ("no key", {"sec_websocket_key": None}),
    ("an empty key", {"sec_websocket_key": ""}),
    ("a key of 15 bytes", {"sec_websocket_key": "AAAAAAAAAAAAAAAAAAAA"}),
    ("a key of 17 bytes", {"sec_websocket_key": "AAAAAAAAAAAAAAAAAAAAAAA="}),
    ("a key without padding", {"sec_websocket_key": KEY.rstrip("=")}),
    ("a key of 24 letters that are not base64", {"sec_websocket_key": "dGhlIHNhbXBs!SBub25jZQ=="}),
    ("a key in the alphabet for addresses", {"sec_websocket_key": "_-_-_-_-_-_-_-_-_-_-_w=="}),
    ("the key twice", {"sec_websocket_key": [KEY, KEY]}),
    ("two keys in one line", {"sec_websocket_key": f"{KEY}, {KEY}"}),
    ("a GET with a body", {"add": ["Content-Length: 4"], "body": b"body"}),
    ("a GET with a body in chunks", {"add": ["Transfer-Encoding: chunked"], "body": b"0\r\n\r\n"}),
    ("a blank between a name and its colon", {"add": ["X-One : 1"]}),
    ("a line without a colon", {"add": ["nothing"]}),
]


@case("4.2.1 refused with 400: {0}", each=REFUSED)
def refused(server, _, changes):
    with server.connect() as client:
        client.write(request(**changes)).expect_open_refused(400)
    # The server is none the worse for it.
    check(server.get("/") == b"a page", "HTTP does not work any more")


VERSIONS = [
    ("version 12", "12"),
    ("version 14", "14"),
    ("version 8", "8"),
    ("version 0", "0"),
    ("version 013", "013"),
    ("version 13.0", "13.0"),
    ("version 256", "256"),
    ("a word for a version", "thirteen"),
    ("an empty version", ""),
    ("no version", None),
]


@case("4.4 refused with 426 and the right version: {0}", each=VERSIONS)
def other_version(server, _, version):
    with server.connect() as client:
        client.write(request(sec_websocket_version=version)).expect_open_refused(426)
        check(client.response.one("Sec-WebSocket-Version") == "13", "the answer does not say 13")


@case("4.4 refused: {0}", each=[
    ("the version twice", ["13", "13"]), ("versions 8 and 13", ["8", "13"]), ("versions 13 and 8", ["13", "8"]),
])
def several_versions(server, _, versions):
    with server.connect() as client:
        client.write(request(sec_websocket_version=versions)).expect_open_refused(400, 426)


NOT_ASKED = [
    ("no Upgrade", {"upgrade": None}),
    ("an Upgrade to h2c", {"upgrade": "h2c"}),
    ("an Upgrade to something longer", {"upgrade": "websocket2"}),
    ("an empty Upgrade", {"upgrade": ""}),
]


@case("4.2.1 plain HTTP: {0}", each=NOT_ASKED)
def not_asked(server, _, changes):
    with server.connect() as client:
        response = client.write(request(**changes)).read_response()
        check((response.status, client.body) == (200, b"a page"), f"came: {response.status} {client.body}")


@case("4.1 frames glued to the handshake are frames")
def glued_frames(server):
    with server.connect() as client:
        client.write(request() + text("one").encode() + ping(b"two").encode())
        client.read_response().check_handshake()
        client.expect_pongs_and(["two"], TEXT, "one")


@case("4.1 half a frame glued to the handshake is half a frame")
def glued_half_frame(server):
    frames = text("one").encode() + text("x" * 200).encode()
    with server.connect() as client:
        client.write(request() + frames[:20])
        client.read_response().check_handshake()
        client.expect_text("one")
        client.write(frames[20:]).expect_text("x" * 200)


@case("4.1 a message of 1 MiB glued to the handshake")
def glued_large_message(server):
    with server.connect() as client:
        client.write(request() + text("x" * (1 << 20)).encode())
        client.read_response().check_handshake()
        client.expect_text("x" * (1 << 20))


@case("4.1 a compressed frame glued to the handshake", on="deflate")
def glued_compressed_frame(server):
    hello = b"\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00"
    with server.connect() as client:
        client.write(request(add=["Sec-WebSocket-Extensions: permessage-deflate"]) + hello)
        client.read_response().check_handshake()
        client.expect_text("Hello")


@case("4.1 a violation glued to the handshake")
def glued_violation(server):
    with server.connect() as client:
        client.write(request() + text("x", rsv=2).encode())
        client.read_response().check_handshake()
        client.expect_close(1002)


@case("4.1 a close frame glued to the handshake")
def glued_close(server):
    with server.connect() as client:
        client.write(request() + close(1000, "at once").encode())
        client.read_response().check_handshake()
        client.expect_close(1000, "at once")


@case("4.1 the handshake in writes of {0}", each=[1, 2, 7])
def chopped_handshake(server, size):
    with server.connect() as client:
        client.write(request() + text("and a frame").encode(), chop=size)
        client.read_response().check_handshake()
        client.expect_text("and a frame")


@case("4.1 a handshake after another request on its connection")
def handshake_after_request(server):
    with server.connect() as client:
        client.write(b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n")
        check(client.read_response().status == 200, "no page")
        client.write(request()).read_response().check_handshake()
        client.echo(text("hello"))


@case("4.1 a handshake in one segment with the request before it")
def handshake_behind_request(server):
    with server.connect() as client:
        client.write(b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + request())
        check(client.read_response().status == 200 and client.body == b"body", "no body")
        client.read_response().check_handshake()
        client.echo(text("hello"))


@case("4.1 HTTP works beside WebSockets")
def http_beside(server):
    with server.open() as client:
        check(server.get("/body", "POST", b"x" * 100_000) == b"x" * 100_000, "another body came back")
        client.echo(text("hello"))
