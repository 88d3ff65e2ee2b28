"""The Python package "websockets" exchanges samples with servers of several settings: each side checks every byte.

Prints "ok - case" or "not ok - case" for each.
"""

import asyncio
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

HERE = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(HERE))
import sample  # noqa: E402

TIME_LIMIT = 60
SIZES = [0, 1, 125, 126, 65535, 65536, 1 << 20, 8 << 20]
PHP = [os.environ.get("PHP", "php")]
COMPRESSION = {"websocket_compression": True}
TAKEOVER = {"websocket_compression": True, "websocket_context_takeover": True}


def small_windows():
    return ClientPerMessageDeflateFactory(server_max_window_bits=9, client_max_window_bits=10)


def no_memory():
    return ClientPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)


# Name, the server's settings, TLS, what the client offers (None for the package's own offer, False for none),
# and whether compression is what comes of it.
VARIANTS = [
    ("ws", {}, False, None, False),
    ("ws, no offer", COMPRESSION, False, False, False),
    ("ws, compressed", COMPRESSION, False, None, True),
    ("ws, compressed with memory", TAKEOVER, False, None, True),
    ("ws, compressed, memory declined", TAKEOVER, False, no_memory, True),
    ("ws, compressed with small windows", TAKEOVER, False, small_windows, True),
    ("wss", {}, True, None, False),
    ("wss, compressed", COMPRESSION, True, None, True),
]


class Server:
    """The echo server with some settings; `connect` makes clients of it."""

    def __init__(self, settings, certificates, offer):
        self.scheme = "ws"
        self.options = {"max_size": None}
        if offer is not None:
            self.options["compression"] = None
        if offer:
            self.options["extensions"] = [offer()]
        if certificates:
            self.scheme = "wss"
            self.options["ssl"] = ssl.create_default_context(cafile=f"{certificates}/authority.pem")
            settings = {**settings, "ssl_cert_file": f"{certificates}/server.pem", "ssl_key_file": f"{certificates}/server.key"}
        command = [*PHP, "-d", f"extension={os.environ['EXTENSION']}", str(HERE / "echo-server.php"), json.dumps(settings)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        first_line = self.process.stdout.readline()
        if not first_line:
            raise RuntimeError(f"the server ended with {self.process.wait(TIME_LIMIT)}")
        self.port = int(first_line)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    async def connect(self):
        return await websockets.connect(f"{self.scheme}://127.0.0.1:{self.port}/", **self.options)


async def exchange(client, kind, binary, seed, size, compressed):
    data = sample.make(kind, not binary, seed, size)
    expected = {"kind": kind, "seed": seed, "size": size, "binary": binary, "compressed": compressed}
    await client.send("expect " + json.dumps(expected))
    await client.send(data)
    answer = await client.recv()
    assert type(answer) is type(data), f"a {type(answer).__name__} came back"
    if answer != data:
        place = next((place for place, (a, b) in enumerate(zip(answer, data)) if a != b), None)
        raise AssertionError(f"{size} sent, {len(answer)} came back, the first that differs is {place}")


async def agreed(server, compressed):
    async with await server.connect() as client:
        extensions = client.response.headers.get("Sec-WebSocket-Extensions", "")
        assert extensions.startswith("permessage-deflate") == compressed, extensions


async def all_sizes(server, compressed, kind, binary):
    async with await server.connect() as client:
        for seed, size in enumerate(SIZES):
            await exchange(client, kind, binary, seed, size, compressed)


async def many_clients(server, compressed):
    async def one(number):
        async with await server.connect() as client:
            for message in range(10):
                kind = ["random", "lines"][message % 2]
                await exchange(client, kind, number % 2 == 0, number, 10 ** (message % 5), compressed)

    await asyncio.gather(*(one(number) for number in range(100)))


async def one_after_the_other(server, compressed):
    """Samples of changing kinds on one connection, many on their way at the same time."""
    samples = [(["random", "lines"][number % 2], number % 3 == 0, number, number * 37 % 5000) for number in range(1000)]
    async with await server.connect() as client:
        async def send_all():
            for kind, binary, seed, size in samples:
                await client.send(sample.make(kind, not binary, seed, size))

        sending = asyncio.create_task(send_all())
        for kind, binary, seed, size in samples:
            assert await client.recv() == sample.make(kind, not binary, seed, size), f"sample {seed} came back changed"
        await sending


async def refused_without_the_authority(server, compressed):
    try:
        await websockets.connect(f"wss://127.0.0.1:{server.port}/", ssl=ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        return
    raise AssertionError("a certificate was trusted that nobody knows")


def hears_the_end(server):
    """A connection that is cut by somebody on the way must look different from one that has ended."""
    context = server.options["ssl"]
    with socket.create_connection(("127.0.0.1", server.port), TIME_LIMIT) as plain, context.wrap_socket(
            plain, server_hostname="127.0.0.1", suppress_ragged_eofs=False) as encrypted:
        encrypted.sendall(b"GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        while encrypted.recv(65536):
            pass


async def ends_in_the_way_of_tls(server, compressed):
    await asyncio.to_thread(hears_the_end, server)


def cases_of(compressed, is_tls):
    yield "what is agreed on", agreed, ()
    for kind in ["random", "lines"]:
        for binary in [False, True]:
            yield f"{kind} in {'binary' if binary else 'text'}, up to 8 MiB", all_sizes, (kind, binary)
    yield "100 clients at once", many_clients, ()
    yield "1,000 samples in a row", one_after_the_other, ()
    if is_tls:
        yield "an unknown authority is not trusted", refused_without_the_authority, ()
        yield "the end is told in the way of TLS", ends_in_the_way_of_tls, ()


async def run(variant, server, compressed, is_tls):
    failed = 0
    for name, case, arguments in cases_of(compressed, is_tls):
        try:
            await asyncio.wait_for(case(server, compressed, *arguments), TIME_LIMIT)
            print(f"ok - Python websockets: {variant}: {name}", flush=True)
        except Exception as problem:  # a failed case is reported, and the next one runs
            failed += 1
            print(f"not ok - Python websockets: {variant}: {name}\n  {type(problem).__name__}: {problem}", flush=True)
    return failed


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as certificates:
        subprocess.run([*PHP, str(HERE.parent / "include/certificates.php"), certificates], check=True)
        for variant, settings, is_tls, offer, compressed in VARIANTS:
            try:
                with Server(settings, certificates if is_tls else None, offer) as server:
                    failed += asyncio.run(run(variant, server, compressed, is_tls))
            except RuntimeError as problem:
                failed += 1
                print(f"not ok - Python websockets: {variant}: {problem}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
