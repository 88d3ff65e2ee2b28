"""RFC 7692 sections 7.1.1 and 7.1.2: contexts over several messages, and windows of all sizes, both ways."""

import random

from cases_traffic import words
from deflate import Deflater
from protocol import BINARY, RSV1, TEXT, Frame, binary, check, ping, text
from registry import case

OFFER = "permessage-deflate"
BITS = range(8, 16)


def digits(length, seed):
    """What has no repeats worth a reference, and gets shorter nevertheless: half of each byte says nothing."""
    return random.Random(seed).randbytes(length).hex().encode()[:length]


def far_apart(bits):
    """Digits that repeat only at a distance just over the window of so many bits."""
    return digits((1 << bits) + 1, seed=bits) * 3


@case("RFC 7692 7.1.2.1 the server keeps to a window of {0} bits, {1}", on="takeover", each=[
    (bits, how) for bits in BITS for how in ("each message by itself", "contexts kept")
])
def server_window(server, bits, how):
    offer = f"{OFFER}; server_max_window_bits={bits}"
    with server.open(offer=offer + ("; server_no_context_takeover" if how != "contexts kept" else "")) as client:
        check(client.agreement.server_window_bits == bits, f"agreed on {client.agreement}")
        # The inflater has no larger window than that.
        for payload in far_apart(bits), words(20_000), far_apart(bits), words(100), bytes(70_000):
            client.echo(binary(payload), compressed=True)


@case("RFC 7692 7.1.2.1 the server uses a window of {0} bits", on="deflate", each=range(10, 16))
def server_window_used(server, bits):
    # Within the window, and beyond the next smaller one; deflate cannot use the last 262 bytes of a window.
    block = digits((1 << bits) - 300, seed=bits)
    with server.open(offer=f"{OFFER}; server_max_window_bits={bits}") as client:
        frame, = client.send(binary(block * 2)).receive_frames()
        check(client.inflater.message(frame.payload) == block * 2, "other bytes")
        # A little over half of the block, and next to nothing for its repeat.
        check(len(frame.payload) < 0.75 * len(block), f"{len(frame.payload)} bytes for {len(block)} and their repeat")


@case("RFC 7692 7.1.2.2 a client with a window of {0} bits, {1}", on="takeover", each=[
    (bits, how) for bits in BITS for how in ("each message by itself", "contexts kept")
])
def client_window(server, bits, how):
    kept = how == "contexts kept"
    offer = f"{OFFER}; client_max_window_bits={bits}" + ("" if kept else "; client_no_context_takeover")
    deflater = Deflater(bits, takeover=kept)
    # See Deflater for a window of 8 bits.
    messages = [words(200)] if bits == 8 else [far_apart(bits), words(20_000), words(100), words(20_000)]
    with server.open(offer=offer) as client:
        check(client.agreement.client_window_bits == bits, f"agreed on {client.agreement}")
        for payload in messages:
            client.send(deflater.binary(payload)).expect(BINARY, payload)


@case("RFC 7692 7.2.3.2 a message that refers to the one before, as in the RFC", on="takeover")
def refers_to_the_one_before(server):
    with server.open(offer=OFFER) as client:
        client.send(Frame(TEXT, bytes.fromhex("f248cdc9c90700"), rsv=RSV1)).expect_text("Hello")
        client.send(Frame(TEXT, bytes.fromhex("f200110000"), rsv=RSV1)).expect_text("Hello")


@case("RFC 7692 7.1.1.2 refused with 1007: a message that refers to the one before where the client offered not to",
      on="takeover")
def refers_against_the_offer(server):
    with server.open(offer=f"{OFFER}; client_no_context_takeover") as client:
        client.send(Frame(TEXT, bytes.fromhex("f248cdc9c90700"), rsv=RSV1)).expect_text("Hello")
        client.send(Frame(TEXT, bytes.fromhex("f200110000"), rsv=RSV1)).expect_close(1007)


@case("RFC 7692 7.1.1.2 refused with 1007: a message that refers to the one before where the server asked not to",
      on="deflate")
def refers_against_the_answer(server):
    with server.open(offer=OFFER) as client:
        client.send(Frame(TEXT, bytes.fromhex("f248cdc9c90700"), rsv=RSV1)).expect_text("Hello")
        client.send(Frame(TEXT, bytes.fromhex("f200110000"), rsv=RSV1)).expect_close(1007)


def sizes_of_two(client, payload):
    """How long the same message is when the server sends it first, and then again."""
    sizes = []
    for _ in range(2):
        frame, = client.send(binary(payload)).receive_frames()
        check(frame.rsv and client.inflater.message(frame.payload) == payload, f"came: {frame}")
        sizes.append(len(frame.payload))
    return sizes


@case("RFC 7692 7.1.1.1 the server refers to the message before", on="takeover")
def server_refers(server):
    with server.open(offer=OFFER) as client:
        first, second = sizes_of_two(client, digits(2000, seed=3))
        check(second < first / 5, f"{first} bytes, and then {second}")


@case("RFC 7692 7.1.1.1 the server refers to no message before where it said so", on="deflate")
def server_refers_not(server):
    with server.open(offer=OFFER) as client:
        first, second = sizes_of_two(client, digits(2000, seed=3))
        check(first == second, f"{first} bytes, and then {second}")


@case("RFC 7692 7.1.1.1 the server refers to no message before when the client asks for that", on="takeover")
def server_refers_not_when_asked(server):
    with server.open(offer=f"{OFFER}; server_no_context_takeover") as client:
        first, second = sizes_of_two(client, digits(2000, seed=3))
        check(first == second, f"{first} bytes, and then {second}")


@case("RFC 7692 7.1.1 contexts over messages of all kinds", on="takeover")
def all_kinds(server):
    deflater = Deflater(takeover=True)
    chosen = random.Random(5)
    with server.open(offer=OFFER) as client:
        for number in range(200):
            size = int(2 ** chosen.uniform(0, 14))
            payload = chosen.choice([words(size, seed=number % 5), chosen.randbytes(size), bytes(size), b""])
            match chosen.randrange(4):
                case 0:
                    # What is not compressed is not part of a context.
                    client.send(binary(payload))
                case 1:
                    client.send(*deflater.frames(BINARY, payload, len(payload) // 5 + 1))
                case 2:
                    first, *others = deflater.frames(BINARY, payload, len(payload) // 3 + 1)
                    client.send(first)
                    if others:
                        client.send(ping(b"between")).expect_pong(b"between").send(*others)
                case _:
                    client.send(deflater.binary(payload))
            client.expect(BINARY, payload)


@case("RFC 7692 7.1.1 contexts over messages of {0} bytes", on="takeover", each=[32767, 32768, 32769, 100_000, 1 << 20])
def around_the_window(server, size):
    deflater = Deflater(takeover=True)
    payload = random.Random(size).randbytes(30_000)
    with server.open(offer=OFFER) as client:
        for message in payload, words(size), payload, words(size):
            client.send(deflater.binary(message)).expect(BINARY, message)


@case("RFC 7692 7.1.1 a context holds through final blocks", on="takeover")
def final_blocks(server):
    final = bytes.fromhex("f348cdc9c9070000")
    with server.open(offer=OFFER) as client:
        for _ in range(3):
            client.send(Frame(TEXT, final, rsv=RSV1)).expect_text("Hello")
        client.send(Frame(TEXT, bytes.fromhex("f200110000"), rsv=RSV1)).expect_text("Hello")


@case("RFC 7692 7.1.1 contexts of one connection are not another's", on="takeover")
def own_contexts(server):
    with server.open(offer=OFFER) as one, server.open(offer=OFFER) as other:
        one.send(Frame(TEXT, bytes.fromhex("f248cdc9c90700"), rsv=RSV1)).expect_text("Hello")
        other.send(Frame(TEXT, bytes.fromhex("f200110000"), rsv=RSV1)).expect_close(1007)
        one.echo(text("hello " * 100), compressed=True)


OFFERS = [
    ("", 15, True),
    ("; server_no_context_takeover", 15, True),
    ("; client_no_context_takeover", 15, False),
    ("; client_no_context_takeover; server_no_context_takeover", 15, False),
    ("; server_max_window_bits=9; client_max_window_bits=9", 9, True),
    ("; server_max_window_bits=15; client_max_window_bits=15", 15, True),
    ("; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9",
     9, False),
    ("; server_no_context_takeover; server_max_window_bits=12; client_max_window_bits=12", 12, True),
]
SIZES = [16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072]


@case("RFC 7692 7.2 {2} bytes, text, random and whole or in fragments, by deflate{0}", on="takeover", each=[
    (words_of_offer, bits, size, takeover) for words_of_offer, bits, takeover in OFFERS for size in SIZES
])
def grid(server, offer, bits, size, takeover):
    deflater = Deflater(bits, takeover)
    with server.open(offer=OFFER + offer) as client:
        for number in range(6 if size > 8192 else 20):
            payload = words(size, seed=number)
            client.send(deflater.text(payload)).expect_text(payload)
            payload = random.Random(number).randbytes(size)
            client.send(*deflater.frames(BINARY, payload, 256)).expect(BINARY, payload)
