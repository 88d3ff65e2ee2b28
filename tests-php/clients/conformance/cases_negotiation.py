"""RFC 6455 section 9.1 and RFC 7692 sections 5 and 7.1: which offers are accepted, and what the answers to them say."""

from deflate import Agreement, agreement
from protocol import check, request, text
from registry import case

DEFLATE = "permessage-deflate"


def answer(server, offers):
    """What the server agrees to when the client sends these extension headers; the WebSocket works afterwards."""
    with server.connect() as client:
        client.write(request(add=[f"Sec-WebSocket-Extensions: {offer}" for offer in offers]))
        response = client.read_response().check_handshake()
        agreed = agreement(response.one("Sec-WebSocket-Extensions"))
        message = "hello " * 50
        client.use(agreed).echo(text(message), compressed=agreed is not None)
        return agreed


def alone(server_bits=None, client_bits=None):
    return Agreement(False, False, server_bits, client_bits)


BITS = range(8, 16)
ACCEPTED = [
    (DEFLATE, alone()),
    (f"{DEFLATE} ; client_max_window_bits", alone()),
    (f"{DEFLATE};client_max_window_bits", alone()),
    (f"{DEFLATE};\tserver_no_context_takeover", alone()),
    (f"{DEFLATE}; client_no_context_takeover", alone()),
    (f"{DEFLATE}; server_no_context_takeover; client_no_context_takeover", alone()),
    (f"{DEFLATE}; client_no_context_takeover; server_no_context_takeover", alone()),
    *((f"{DEFLATE}; server_max_window_bits={bits}", alone(bits)) for bits in BITS),
    *((f"{DEFLATE}; client_max_window_bits={bits}", alone(None, bits)) for bits in BITS),
    (f"{DEFLATE}; server_max_window_bits=8; client_max_window_bits=15", alone(8, 15)),
    (f"{DEFLATE}; client_max_window_bits=9; server_max_window_bits=12", alone(12, 9)),
    (f"{DEFLATE}; client_max_window_bits; server_max_window_bits=10", alone(10)),
    (f"{DEFLATE}; server_no_context_takeover; server_max_window_bits=11; client_max_window_bits", alone(11)),
    (f'{DEFLATE}; server_max_window_bits="10"', alone(10)),
    (f'{DEFLATE}; server_max_window_bits="1\\0"', alone(10)),
    (f'{DEFLATE}; client_max_window_bits="12"', alone(None, 12)),
    (f"{DEFLATE}; server_max_window_bits = 10", alone(10)),
    ("PERMESSAGE-Deflate", alone()),
    (f"{DEFLATE}; Server_Max_Window_Bits=10; CLIENT_NO_CONTEXT_TAKEOVER", alone(10)),
    # Empty elements of a list are to be overlooked (RFC 9110 5.6.1).
    (f", {DEFLATE}", alone()),
    (f"{DEFLATE} ,, ", alone()),
]


@case("RFC 7692 7.1 accepted: {0}", on="deflate", each=ACCEPTED)
def accepted(server, offer, agreed):
    check((came := answer(server, [offer])) == agreed, f"expected {agreed}, came {came}")


DECLINED = [
    "unknown",
    "x-webkit-deflate-frame",
    "permessage-deflate2",
    "permessage-bzip2; level=9",
    f"{DEFLATE}; unknown",
    f"{DEFLATE}; unknown=1",
    f"{DEFLATE}; server_no_context_takeover; unknown",
    f"{DEFLATE}; server_no_context_takeover=1",
    f"{DEFLATE}; client_no_context_takeover=true",
    f'{DEFLATE}; client_no_context_takeover="x"',
    f"{DEFLATE}; server_no_context_takeover; server_no_context_takeover",
    f"{DEFLATE}; client_no_context_takeover; Client_No_Context_Takeover",
    f"{DEFLATE}; server_max_window_bits",
    f"{DEFLATE}; server_max_window_bits=10; server_max_window_bits=10",
    f"{DEFLATE}; server_max_window_bits=10; server_max_window_bits=11",
    f"{DEFLATE}; client_max_window_bits; client_max_window_bits",
    f"{DEFLATE}; client_max_window_bits; client_max_window_bits=10",
    *(
        f"{DEFLATE}; {side}_max_window_bits={value}"
        for side in ("server", "client")
        for value in (
            "0", "1", "7", "16", "32", "08", "010", "-9", "+9", "9.0", "0x9", "nine", "1000000", "18446744073709551625",
        )
    ),
    f'{DEFLATE}; server_max_window_bits="16"',
    f'{DEFLATE}; client_max_window_bits="08"',
]


@case("RFC 7692 7.1 declined: {0}", on="deflate", each=DECLINED)
def declined(server, offer):
    check((came := answer(server, [offer])) is None, f"the server agreed to {came}")


CHOICES = [
    ("the first of two", [f"{DEFLATE}; server_max_window_bits=9, {DEFLATE}"], alone(9)),
    ("the first of two in two lines", [f"{DEFLATE}; server_max_window_bits=9", DEFLATE], alone(9)),
    ("the second when the first is of another extension", [f"unknown; a=1, {DEFLATE}"], alone()),
    ("the second when the first has a bad value", [f"{DEFLATE}; server_max_window_bits=7, {DEFLATE}"], alone()),
    ("the second line when the first is declined", [f"{DEFLATE}; a", f"{DEFLATE}; server_max_window_bits=9"], alone(9)),
    ("the third when two are declined", [f"a, {DEFLATE}; b, {DEFLATE}; server_max_window_bits=12"], alone(12)),
    ("the one before something unknown", [f"{DEFLATE}, unknown"], alone()),
    ("the second behind a value in quotes", [f'unknown; a="b\\c", {DEFLATE}'], alone()),
    ("none of several", [f"a, {DEFLATE}; b", "c; d=e"], None),
]


@case("RFC 7692 5.1 chosen: {0}", on="deflate", each=CHOICES)
def chosen(server, _, offers, agreed):
    check((came := answer(server, offers)) == agreed, f"expected {agreed}, came {came}")


TAKEOVER = [
    (DEFLATE, Agreement()),
    (f"{DEFLATE}; server_no_context_takeover", Agreement(server_takeover=False)),
    (f"{DEFLATE}; client_no_context_takeover", Agreement(client_takeover=False)),
    (f"{DEFLATE}; client_no_context_takeover; server_no_context_takeover", alone()),
    (f"{DEFLATE}; client_max_window_bits", Agreement()),
    (f"{DEFLATE}; client_max_window_bits=10", Agreement(client_window_bits=10)),
    (f"{DEFLATE}; server_max_window_bits=9; client_max_window_bits", Agreement(server_window_bits=9)),
    (f"{DEFLATE}; server_no_context_takeover; server_max_window_bits=8", Agreement(False, True, 8)),
]


@case("RFC 7692 7.1.1 with contexts kept, accepted: {0}", on="takeover", each=TAKEOVER)
def with_takeover(server, offer, agreed):
    check((came := answer(server, [offer])) == agreed, f"expected {agreed}, came {came}")


MALFORMED = [
    ("nothing behind a semicolon", f"{DEFLATE};"),
    ("nothing between semicolons", f"{DEFLATE};; client_max_window_bits"),
    ("a semicolon first", f"; {DEFLATE}"),
    ("an equals sign without a name", f"{DEFLATE}; =10"),
    ("an equals sign without a value", f"{DEFLATE}; server_max_window_bits="),
    ("a value for the extension", f"{DEFLATE}=1"),
    ("two equals signs", f"{DEFLATE}; a=b=c"),
    ("two words for a name", f"{DEFLATE} again"),
    ("two words for a parameter", f"{DEFLATE}; a b"),
    ("a name that is no token", "permessage@deflate"),
    ("a parameter that is no token", f"{DEFLATE}; a/b"),
    ("a value that is no token", f"{DEFLATE}; a=(b)"),
    ("quotes that do not end", f'{DEFLATE}; a="b'),
    ("quotes around what is no token", f'{DEFLATE}; a="b c"'),
    ("quotes around nothing", f'{DEFLATE}; a=""'),
    ("something behind the quotes", f'{DEFLATE}; a="b"c'),
    ("a name in quotes", f'"{DEFLATE}"'),
    ("a malformed offer behind a good one", f"{DEFLATE}, a;"),
]


@case("9.1 refused with 400: {0}", on="deflate", each=MALFORMED)
def malformed(server, _, header):
    with server.connect() as client:
        client.write(request(add=[f"Sec-WebSocket-Extensions: {header}"])).expect_open_refused(400)


@case("9.1 refused with 400 also where no extension is wanted: {0}", each=MALFORMED)
def malformed_without_compression(server, _, header):
    with server.connect() as client:
        client.write(request(add=[f"Sec-WebSocket-Extensions: {header}"])).expect_open_refused(400)


@case("9.1 refused with 400: a second line that is malformed", on="deflate")
def malformed_second_line(server):
    lines = [f"Sec-WebSocket-Extensions: {DEFLATE}", "Sec-WebSocket-Extensions: a;"]
    with server.connect() as client:
        client.write(request(add=lines)).expect_open_refused(400)


@case("9.1 without compression nothing is agreed on: {0}", each=[
    DEFLATE, f"{DEFLATE}; client_max_window_bits", f"{DEFLATE}; server_max_window_bits=9", "unknown", f"a; b, {DEFLATE}",
])
def without_compression(server, offer):
    check((came := answer(server, [offer])) is None, f"the server agreed to {came}")


@case("RFC 7692 7.1 nothing is compressed for a client that did not offer it", on="takeover")
def not_offered(server):
    with server.open() as client:
        client.echo(text("hello " * 100), compressed=False)
        client.send(text("small and compressed")).expect_text("small", compressed=False)
