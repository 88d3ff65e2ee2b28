"""The Python package "websockets" talks to the echo server. Prints "ok - case" or "not ok - case" for each."""

import asyncio
import os
import pathlib
import subprocess
import sys

import websockets

ECHO_SERVER = pathlib.Path(__file__).parent.parent / "echo-server.php"
TIME_LIMIT = 30
SIZES = [0, 1, 125, 126, 127, 65535, 65536, 8 << 20]


async def connect(port, **options):
    return await websockets.connect(f"ws://127.0.0.1:{port}/", max_size=None, **options)


async def echo(client, message):
    await client.send(message)
    answer = await client.recv()
    assert answer == message, f"{len(message)} sent, {len(answer)} came back"


async def text(port):
    async with await connect(port) as client:
        for message in ["hello", "你好, 世界", "🦀" * 1000]:
            await echo(client, message)


async def text_of(port, size):
    async with await connect(port) as client:
        await echo(client, "x" * size)


async def binary_of(port, size):
    async with await connect(port) as client:
        await echo(client, os.urandom(size))


async def fragments_sent(port):
    async with await connect(port) as client:
        await client.send(["one ", "", "two ", "three"])
        assert await client.recv() == "one two three"
        await client.send([b"\x00" * 70000, b"\xff" * 70000])
        assert await client.recv() == b"\x00" * 70000 + b"\xff" * 70000


async def fragments_received(port):
    async with await connect(port) as client:
        await client.send("in fragments")
        assert await client.recv() == "one two three"
        await client.send("in fragments")
        assert [part async for part in client.recv_streaming()] == ["one ", "two ", "three"]


async def ping(port):
    async with await connect(port) as client:
        for payload in [b"", b"payload", os.urandom(125)]:
            await (await client.ping(payload))


async def ping_from_the_server(port):
    async with await connect(port) as client:
        await client.send("ping me")
        await echo(client, "and go on")


async def many_messages(port):
    async with await connect(port) as client:
        async def send_all():
            for number in range(5000):
                await client.send(f"message {number}")

        sending = asyncio.create_task(send_all())
        for number in range(5000):
            assert await client.recv() == f"message {number}"
        await sending


async def many_clients(port):
    async def one(number):
        async with await connect(port) as client:
            for message in range(10):
                await echo(client, f"client {number}, message {message}")

    await asyncio.gather(*(one(number) for number in range(100)))


async def close_by_the_client(port):
    client = await connect(port)
    await client.close(4001, "enough")
    assert client.close_code == 4001, client.close_code


async def close_by_the_server(port):
    client = await connect(port)
    await client.send("close me")
    try:
        await client.recv()
    except websockets.ConnectionClosed as closed:
        assert (closed.rcvd.code, closed.rcvd.reason) == (4000, "as you asked"), closed
    else:
        raise AssertionError("not closed")


async def compression_is_not_taken_up(port):
    async with await connect(port, compression="deflate") as client:
        assert "Sec-WebSocket-Extensions" not in client.response.headers
        await echo(client, "x" * 1000)


async def goes_away_at_shutdown(port, server):
    client = await connect(port)
    await echo(client, "still here")
    server.terminate()
    try:
        await client.recv()
    except websockets.ConnectionClosed as closed:
        assert closed.rcvd.code == 1001, closed
    else:
        raise AssertionError("not closed")
    assert server.wait(TIME_LIMIT) == 0, server.returncode


async def main(port, server):
    cases = [("text", text, ())]
    cases += [(f"text of {size} bytes", text_of, (size,)) for size in SIZES]
    cases += [(f"binary of {size} bytes", binary_of, (size,)) for size in SIZES]
    cases += [
        ("fragments sent", fragments_sent, ()),
        ("fragments received", fragments_received, ()),
        ("pings", ping, ()),
        ("ping from the server", ping_from_the_server, ()),
        ("5,000 messages", many_messages, ()),
        ("100 clients at once", many_clients, ()),
        ("close by the client", close_by_the_client, ()),
        ("close by the server", close_by_the_server, ()),
        ("compression is not taken up", compression_is_not_taken_up, ()),
        ("goes away with 1001 at shutdown", goes_away_at_shutdown, (server,)),
    ]
    failed = 0
    for name, case, arguments in cases:
        try:
            await asyncio.wait_for(case(port, *arguments), TIME_LIMIT)
            print(f"ok - Python websockets: {name}", flush=True)
        except Exception as problem:  # a failed case is reported, and the next one runs
            failed += 1
            print(f"not ok - Python websockets: {name}\n  {type(problem).__name__}: {problem}", flush=True)
    return failed


if __name__ == "__main__":
    command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}", str(ECHO_SERVER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            first_line = process.stdout.readline()
            sys.exit(1 if asyncio.run(main(int(first_line), process)) else 0)
        finally:
            process.kill()
