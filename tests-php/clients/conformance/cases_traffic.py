"""Many messages and large ones, byte by byte the same when they come back."""

import random

from protocol import BINARY, TEXT, binary, fragments, text
from registry import case

KIB = 1024
SIZES = [("64 KiB", 64 * KIB), ("256 KiB", 256 * KIB), ("1 MiB", 1024 * KIB), ("2 MiB", 2048 * KIB)]


def words(length, seed=1):
    """Text that compresses, with characters of all lengths, of exactly so many bytes."""
    chosen = random.Random(seed)
    known = ["one", "two", "message", "größer", "世界", "🦀", '{"id":', "null}", "    "]
    data = " ".join(chosen.choices(known, k=length // 4 + 1)).encode()[:length].decode(errors="ignore").encode()
    return data + b"." * (length - len(data))


@case("traffic: text of {0}", each=SIZES)
def large_text(server, _, size):
    with server.open() as client:
        client.echo(text(words(size)))


@case("traffic: binary of {0}", each=SIZES)
def large_binary(server, _, size):
    with server.open() as client:
        client.echo(binary(random.Random(size).randbytes(size)))


@case("traffic: 1 MiB of {0} in fragments of {1} bytes", each=[
    (kind, size) for kind in ("text", "binary") for size in (64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB)
])
def large_in_fragments(server, kind, size):
    opcode, payload = (TEXT, words(1 << 20)) if kind == "text" else (BINARY, random.Random(size).randbytes(1 << 20))
    with server.open() as client:
        client.send(*fragments(opcode, payload, size)).expect(opcode, payload)


@case("traffic: 1 MiB of {0} in writes of {1} bytes", each=[
    (kind, size) for kind in ("text", "binary") for size in (64, 128, 256, 512, KIB, 2 * KIB)
])
def large_chopped(server, kind, size):
    frame = text(words(1 << 20)) if kind == "text" else binary(random.Random(size).randbytes(1 << 20))
    with server.open() as client:
        client.write(frame.encode(), chop=size).expect(frame.opcode, frame.payload)


@case("traffic: 1,000 {0} messages of {1} bytes, one at a time", each=[
    (kind, size) for kind in ("text", "binary") for size in (0, 16, 64, 256, KIB, 4 * KIB)
])
def one_at_a_time(server, kind, size):
    frame = text(words(size)) if kind == "text" else binary(random.Random(size).randbytes(size))
    with server.open() as client:
        for _ in range(1000):
            client.echo(frame)


@case("traffic: 5,000 messages of {0} bytes, a hundred in each write", each=[0, 16, 300])
def many_in_a_write(server, size):
    with server.open() as client:
        for number in range(50):
            messages = [words(size, seed=number * 100 + index) for index in range(100)]
            client.send(*map(text, messages))
            for message in messages:
                client.expect_text(message)


@case("traffic: messages of random kinds and sizes")
def random_messages(server):
    chosen = random.Random(2)
    with server.open() as client:
        for _ in range(300):
            size = int(2 ** chosen.uniform(0, 17))
            opcode, payload = chosen.choice([(TEXT, words(size, size)), (BINARY, chosen.randbytes(size))])
            client.send(*fragments(opcode, payload, chosen.choice([size, size // 3 + 1, size // 10 + 1])))
            client.expect(opcode, payload)


@case("traffic: 50 connections, one message of each at a time")
def many_connections(server):
    clients = [server.open() for _ in range(50)]
    try:
        for number in range(20):
            for index, client in enumerate(clients):
                client.send(text(f"client {index}, message {number}"))
            for index, client in enumerate(clients):
                client.expect_text(f"client {index}, message {number}")
    finally:
        for client in clients:
            client.__exit__(None)
