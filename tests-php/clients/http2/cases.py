"""HTTP/2 by clients of three kinds: httpx, h2load and curl do what people do with it, and a client on a bare socket does
what nobody should. Prints "ok - case" or "not ok - case" for each."""

import asyncio
import contextlib
import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

import h2.config
import h2.connection
import h2.events
import httpx

HERE = pathlib.Path(__file__).parent
PHP = os.environ.get("PHP", "php")
TIME_LIMIT = 60
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
SETTINGS = b"\0\0\0\4\0\0\0\0\0"


class Server:
    """A server of its own for a case; ended with it."""

    def __init__(self, mode="SWOOLE_BASE", **settings):
        command = [PHP, "-d", f"extension={os.environ['EXTENSION']}", str(HERE / "server.php"), mode, json.dumps(settings)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        scheme = "https" if "ssl_cert_file" in settings else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(TIME_LIMIT)
        self.process.kill()

    def still_serves(self):
        with urllib.request.urlopen(f"{self.url}/still", timeout=TIME_LIMIT) as answer:
            assert answer.read() == b"/still"

    def holds(self):
        """Waits until PHP holds a request of /held, and does nothing else."""
        assert self.process.stdout.readline() == "held\n"

    def release(self):
        """Lets PHP answer the request that it holds."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def memory(self):
        """Resident, in KiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))


class Bare:
    """A client on a bare socket, with the frames of the package h2 or with bytes of one's own."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=TIME_LIMIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(validate_outbound_headers=False))
        self.events = []
        self.ended = False
        self.received = {}
        self.takes = True

    def begin(self):
        self.h2.initiate_connection()
        return self.flush()

    def flush(self):
        self.raw(self.h2.data_to_send())
        return self

    def raw(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            self.ended = True
        return self

    def get(self, path, end=True, headers=()):
        stream = self.h2.get_next_available_stream_id()
        fields = [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", path), *headers]
        self.h2.send_headers(stream, fields, end_stream=end)
        self.flush()
        return stream

    def until(self, wanted):
        """Reads until an event is `wanted`, or the connection has ended; gives the event or None."""
        while True:
            while self.events:
                event = self.events.pop(0)
                if wanted(event):
                    return event
            try:
                data = self.socket.recv(65536)
            except ConnectionError:
                data = b""
            if not data:
                self.ended = True
                return None
            try:
                self.events += self.h2.receive_data(data)
            except h2.exceptions.ProtocolError:
                # Behind GOAWAY the package takes nothing, not even the ping that belongs to it.
                self.ended = True
                return None
            for event in self.events:
                if isinstance(event, h2.events.DataReceived) and not hasattr(event, "is_counted"):
                    event.is_counted = True
                    self.received[event.stream_id] = self.received.get(event.stream_id, 0) + len(event.data)
                    if self.takes:
                        self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            with contextlib.suppress(h2.exceptions.ProtocolError):
                self.flush()

    def is_a(self, kind, stream=None):
        event = self.until(lambda event: isinstance(event, kind) and stream in (None, getattr(event, "stream_id", None)))
        assert event is not None, f"the connection ended before a {kind.__name__}"
        return event

    def status(self, stream):
        return dict(self.is_a(h2.events.ResponseReceived, stream).headers)[b":status"].decode()

    def end(self):
        self.until(lambda _: False)
        return self


def client(server, **options):
    return httpx.AsyncClient(base_url=server.url, http1=False, http2=True, timeout=TIME_LIMIT, trust_env=False, **options)


async def requests_as_of_http1():
    for mode in ["SWOOLE_BASE", "SWOOLE_PROCESS"]:
        with Server(mode, worker_num=2) as server:
            async with client(server) as http:
                answer = await http.post("/describe?a=1", data={"b": "x & y"}, cookies={"user": "anna"})
                assert answer.http_version == "HTTP/2", answer.http_version
                assert answer.json() == {
                    "protocol": "HTTP/2", "method": "POST", "host": f"127.0.0.1:{server.port}", "stream": 1,
                    "get": {"a": "1"}, "post": {"b": "x & y"}, "cookie": {"user": "anna"},
                }, answer.text
                assert (await http.get("/describe")).json()["stream"] == 3
                answer = await http.get("/headers")
                assert (answer.status_code, answer.text) == (404, "as it is")
                assert answer.headers.get_list("x-many") == ["one", "two"] and answer.headers["set-cookie"] == "a=b"
                assert "connection" not in answer.headers and answer.headers["server"] == "swoole-http-server"
                assert (await http.get("/chunks")).text == "one two three"
                answer = await http.head("/chunks")
                assert (answer.status_code, answer.text) == (200, "")


async def bodies(size):
    body = os.urandom(size)
    for mode in ["SWOOLE_BASE", "SWOOLE_PROCESS"]:
        with Server(mode) as server:
            async with client(server) as http:
                answer = await http.put("/echo", content=body)
                assert hashlib.sha256(answer.content).digest() == hashlib.sha256(body).digest(), len(answer.content)


async def forms_files_codings_and_trailers():
    page = (HERE / "server.php").read_bytes()
    for mode in ["SWOOLE_BASE", "SWOOLE_PROCESS"]:
        with Server(mode, document_root=str(HERE), enable_static_handler=True, static_handler_locations=["/cases.py"]) as server:
            async with client(server) as http:
                upload = os.urandom(1 << 20)
                answer = await http.post("/form", data={"a": "b"}, files={"f": ("name.bin", upload)})
                assert answer.json() == [{"a": "b"}, {"f": hashlib.md5(upload).hexdigest()}], answer.text
                assert (await http.get("/file")).content == page
                answer = await http.head("/file")
                assert (answer.content, answer.headers["content-length"]) == (b"", str(len(page))), answer.headers
                answer = await http.get("/cases.py", headers={"Range": "bytes=3-9"})
                assert (answer.status_code, answer.text) == (206, "HTTP/2 "), answer.text
                answer = await http.put("/echo", content=b"x" * 10000, headers={"Accept-Encoding": "gzip"})
                assert answer.headers["content-encoding"] == "gzip" and answer.content == b"x" * 10000
            bare = Bare(server).begin()
            stream = bare.get("/trailers", headers=[("te", "trailers")])
            assert dict(bare.is_a(h2.events.TrailersReceived, stream).headers) == {b"checked": b"yes"}


async def many_at_a_time():
    with Server("SWOOLE_PROCESS", worker_num=4) as server:
        async with client(server, limits=httpx.Limits(max_connections=1)) as http:
            answers = await asyncio.gather(*(http.get(f"/{number}") for number in range(500)))
            assert [answer.text for answer in answers] == [f"/{number}" for number in range(500)]


async def one_does_not_wait_for_another():
    with Server() as server:
        bare = Bare(server).begin()
        slow = bare.get("/later?ms=1500")
        quick = bare.get("/quick")
        assert bare.is_a(h2.events.StreamEnded).stream_id == quick
        assert bare.is_a(h2.events.StreamEnded).stream_id == slow


async def more_than_the_window():
    """16 MiB to a client that opens its window bit by bit, and another answer meanwhile."""
    with Server() as server:
        bare = Bare(server).begin()
        bare.takes = False
        before = server.memory()
        much = bare.get("/much")
        bare.status(much)
        assert bare.status(bare.get("/describe")) == "200"
        assert bare.received.get(much, 0) <= 65535, bare.received
        bare.takes = True
        bare.h2.acknowledge_received_data(bare.received[much], much)
        bare.flush()
        bare.is_a(h2.events.StreamEnded, much)
        assert bare.received[much] == 256 * 65536, bare.received
        assert server.memory() < before + 40 * 1024, (before, server.memory())


async def slow_readers():
    """A client that takes its time gets all of a page, also when its connection is told to go meanwhile."""
    # Within the time that a worker has for what was begun, and which is 3 seconds otherwise: as long as this takes.
    with Server(http_header_timeout=1, worker_num=2, max_wait_time=30) as server:
        for signal_number in [None, signal.SIGUSR1]:
            command = ["curl", "--silent", "--http2-prior-knowledge", "--limit-rate", "2M", f"{server.url}/page?size=8000000"]
            curl = subprocess.Popen(command, stdout=subprocess.PIPE)
            first = await asyncio.to_thread(curl.stdout.read, 1)
            if signal_number:
                server.process.send_signal(signal_number)
            rest = await asyncio.to_thread(curl.stdout.read)
            assert len(first + rest) == 8000000 and curl.wait() == 0, (signal_number, len(rest), curl.returncode)


async def who_takes_nothing():
    with Server(http_body_timeout=1) as server:
        before = server.memory()
        bare = Bare(server)
        bare.h2.local_settings.initial_window_size = 0
        bare.h2.local_settings.acknowledge()
        bare.begin()
        for _ in range(100):
            bare.get("/page?size=3000000")
        assert bare.end().ended
        assert server.memory() < before + 256 * 1024, (before, server.memory())
        server.still_serves()


async def answers_without_a_body():
    with Server() as server:
        async with client(server) as http:
            for status in [204, 304]:
                answer = await http.get(f"/status?status={status}")
                assert (answer.status_code, answer.content) == (status, b""), answer
                answer = await http.head(f"/status?status={status}")
                assert (answer.status_code, answer.content) == (status, b""), answer


async def requests_given_up():
    with Server() as server:
        bare = Bare(server).begin()
        for _ in range(150):
            stream = bare.get("/held")
            server.holds()
            bare.h2.reset_stream(stream)
            bare.h2.ping(b"given up")
            bare.flush()
            bare.is_a(h2.events.PingAckReceived)  # the server knows
            server.release()
        assert bare.status(bare.get("/")) == "200"


async def tls(folder):
    site = {"ssl_cert_file": f"{folder}/server.pem", "ssl_key_file": f"{folder}/server.key"}
    trust = ssl.create_default_context(cafile=f"{folder}/authority.pem")
    for is_open, version in [(True, "HTTP/2"), (False, "HTTP/1.1")]:
        with Server("SWOOLE_PROCESS", open_http2_protocol=is_open, **site) as server:
            options = {"base_url": server.url, "http2": True, "verify": trust, "trust_env": False}
            async with httpx.AsyncClient(**options) as http:
                answer = await http.get("/describe")
                assert answer.http_version == version and answer.json()["protocol"] == version, answer.text
            # WebSockets go on over HTTP/1.1, which browsers ask for then.
            curl = ["curl", "--silent", "--cacert", f"{folder}/authority.pem", "--http1.1", f"{server.url}/describe"]
            assert json.loads(subprocess.check_output(curl))["protocol"] == "HTTP/1.1"


async def curl_and_h2load():
    for mode in ["SWOOLE_BASE", "SWOOLE_PROCESS"]:
        with Server(mode, worker_num=2) as server:
            curl = ["curl", "--silent", "--noproxy", "*"]
            ask = lambda *options: subprocess.check_output([*curl, *options], text=True)
            assert json.loads(ask("--http2-prior-knowledge", f"{server.url}/describe"))["protocol"] == "HTTP/2"
            # Upgrade: h2c is left alone, as RFC 9113 has left it.
            assert json.loads(ask("--http2", f"{server.url}/describe"))["protocol"] == "HTTP/1.1"
            load = subprocess.check_output(["h2load", "-n", "20000", "-c", "10", "-m", "50", server.url], text=True)
            assert "20000 succeeded, 0 failed, 0 errored, 0 timeout" in load, load


async def the_preface_where_it_is_not_open():
    with Server(open_http2_protocol=False) as server:
        answer = Bare(server).raw(PREFACE + SETTINGS).socket.recv(100)
        assert answer.startswith(b"HTTP/1.1 400 Bad Request"), answer


async def silence_is_bounded():
    with Server(http_header_timeout=1) as server:
        for name, begin in [
            ("nothing behind the settings", lambda bare: None),
            ("a request, and then nothing", lambda bare: bare.status(bare.get("/"))),
            ("half a head", lambda bare: bare.raw(b"\0\0\1\1\0\0\0\0\1\x82")),
        ]:
            bare = Bare(server).begin()
            begin(bare)
            since = time.monotonic()
            assert bare.end().ended and time.monotonic() - since < 20, name
        # A request that PHP has is no silence.
        bare = Bare(server).begin()
        assert bare.status(bare.get("/later?ms=2500")) == "200"
        server.still_serves()


async def bad_input():
    literal = lambda name, value: b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value
    head = b"\x82\x86\x84\x41\x01a"
    frame = lambda kind, flags, stream, body: len(body).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + body
    cases = {
        "a frame longer than allowed": (1 << 20).to_bytes(3, "big") + b"\0\0\0\0\0\1" + b"x" * 100000,
        "DATA on no stream": frame(0, 1, 0, b"x"),
        "DATA on an idle stream": frame(0, 1, 1, b"x"),
        "HEADERS on an even stream": frame(1, 5, 2, head),
        "a name in upper case": frame(1, 5, 1, head + literal(b"Name", b"x")),
        "a line break in a value": frame(1, 5, 1, head + literal(b"name", b"x\r\ny: z")),
        "Connection": frame(1, 5, 1, head + literal(b"connection", b"close")),
        "no method": frame(1, 5, 1, b"\x86\x84\x41\x01a"),
        "CONNECT": frame(1, 5, 1, b"\x42\x07CONNECT\x41\x01a"),
        "a body longer than its length": frame(1, 4, 1, head + literal(b"content-length", b"1")) + frame(0, 1, 1, b"xyz"),
        "a broken header block": frame(1, 5, 1, b"\xff\xff\xff\xff\xff\xff"),
        "a head without end": frame(1, 1, 1, head) + b"".join(frame(9, 0, 1, literal(b"n", b"v" * 100) * 100) for _ in range(500)),
        "no settings": frame(6, 0, 0, b"12345678"),
        "a window of nothing": frame(8, 0, 0, b"\0\0\0\0"),
        "a window too large": frame(8, 0, 0, b"\x7f\xff\xff\xff"),
        "settings of 5 bytes": frame(4, 0, 0, b"12345"),
        "noise": os.urandom(1000),
    }
    def answer_to(server, name):
        bare = Bare(server).raw(PREFACE + (b"" if name == "no settings" else SETTINGS) + cases[name])
        answer = b""
        with contextlib.suppress(ConnectionError):
            while data := bare.socket.recv(65536):
                answer += data
        # Ended with a word of HTTP/2, or answered and closed for its silence: never left open, never HTTP/1.
        assert b"HTTP/1" not in answer, (name, answer[:100])

    with Server(http_header_timeout=1) as server:
        await asyncio.gather(*(asyncio.to_thread(answer_to, server, name) for name in cases))
        server.still_serves()


async def floods():
    with Server() as server:
        server.still_serves()
        before = server.memory()
        # Requests that are given up at once, while PHP is busy with the first.
        bare = Bare(server).begin()
        bare.get("/held")
        server.holds()
        for _ in range(20000):
            stream = bare.h2.get_next_available_stream_id()
            bare.h2.send_headers(stream, [(":method", "GET"), (":scheme", "http"), (":authority", "a"), (":path", "/x")], True)
            bare.h2.reset_stream(stream)
            if stream % 199 == 0:
                bare.flush()
            if bare.ended:
                break
        bare.flush()
        server.release()
        server.still_serves()
        assert server.memory() < before + 32 * 1024, (before, server.memory())
        for name, frames in [
            ("pings", b"\0\0\10\6\0\0\0\0\0" + b"x" * 8),
            ("settings", SETTINGS),
            ("empty DATA", b"\0\0\0\0\0\0\0\0\1"),
            ("priorities", b"\0\0\5\2\0\0\0\0\3" + b"\0\0\0\0\1"),
        ]:
            bare = Bare(server).begin()
            bare.get("/later?ms=1000", end=False)
            bare.raw(frames * 50000)
            server.still_serves()
            assert server.memory() < before + 64 * 1024, (name, before, server.memory())


async def closed_by_the_program():
    with Server() as server:
        bare = Bare(server).begin()
        bare.get("/close")
        assert bare.end().ended
        assert server.process.stdout.readline() == "close\n"
        server.still_serves()


async def a_reload_and_a_stop():
    """What PHP has is answered, by whoever has it. The client is told to make another connection."""
    for mode in ["SWOOLE_BASE", "SWOOLE_PROCESS"]:
        with Server(mode, worker_num=2) as server:
            idle = Bare(server).begin()
            idle.status(idle.get("/"))
            for signal_number in [signal.SIGUSR1, signal.SIGTERM]:
                command = ["curl", "--silent", "--http2-prior-knowledge", f"{server.url}/later?ms=1000"]
                curl = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
                await asyncio.to_thread(server.process.stdout.readline)  # "later": PHP has it
                server.process.send_signal(signal_number)
                assert curl.communicate(timeout=TIME_LIMIT)[0] == "later", (mode, signal_number)
                if mode == "SWOOLE_PROCESS" and signal_number == signal.SIGUSR1:
                    assert idle.status(idle.get("/")) == "200"
            assert idle.end().ended, mode
            assert server.process.wait(TIME_LIMIT) == 0, mode


async def main():
    folder = tempfile.mkdtemp()
    subprocess.run([PHP, str(HERE / "../../include/certificates.php"), folder], check=True)
    cases = [
        ("requests as of HTTP/1, in both modes", requests_as_of_http1()),
        ("bodies of 100 bytes", bodies(100)),
        ("bodies of 8 MiB", bodies(8 << 20)),
        ("forms, files, codings and trailers", forms_files_codings_and_trailers()),
        ("500 requests on one connection", many_at_a_time()),
        ("one request does not wait for another", one_does_not_wait_for_another()),
        ("more than the client's window", more_than_the_window()),
        ("slow readers get all", slow_readers()),
        ("who takes nothing is ended", who_takes_nothing()),
        ("204 and 304 have no body", answers_without_a_body()),
        ("requests that are given up", requests_given_up()),
        ("agreed on by TLS", tls(folder)),
        ("curl and h2load", curl_and_h2load()),
        ("the preface where HTTP/2 is not open", the_preface_where_it_is_not_open()),
        ("silence is bounded", silence_is_bounded()),
        ("bad input is answered or ends the connection", bad_input()),
        ("floods", floods()),
        ("closed by the program", closed_by_the_program()),
        ("a reload and a stop", a_reload_and_a_stop()),
    ]
    failed = 0
    for name, case in cases:
        begin = time.monotonic()
        try:
            await asyncio.wait_for(case, TIME_LIMIT)
            print(f"ok - HTTP/2: {name} ({time.monotonic() - begin:.1f} s)", flush=True)
        except Exception as problem:  # a failed case is reported, and the next one runs
            failed += 1
            print(f"not ok - HTTP/2: {name}\n  {type(problem).__name__}: {problem}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main()) else 0)
