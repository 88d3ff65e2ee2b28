"""Requests of php-fpm use the synchronous client. A FastCGI client asks php-fpm, whose program talks to a running WebSocket
server; the user at the other end is the Python package "websockets". Prints "ok - case" or "not ok - case" for each."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
import urllib.request

from websockets.sync.client import connect

HERE = pathlib.Path(__file__).parent
TIME_LIMIT = 30


def wait_until(condition, what):
    deadline = time.monotonic() + TIME_LIMIT
    while not (result := condition()):
        assert time.monotonic() < deadline, f"waited {TIME_LIMIT} s in vain for {what}"
        time.sleep(0.005)
    return result


class Server:
    def __init__(self):
        command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}", str(HERE / "server.php")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def counts(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/counts", timeout=TIME_LIMIT) as answer:
            return json.load(answer)

    def open_now(self):
        counts = self.counts()
        return counts["opened"] - counts["closed"]

    def all_closed(self):
        wait_until(lambda: self.open_now() == 0, "all connections to end")

    def stop(self):
        self.process.kill()
        self.process.wait(TIME_LIMIT)


class Fpm:
    """php-fpm with one process, so that two requests meet the same one."""

    def __init__(self, **settings):
        self.folder = tempfile.TemporaryDirectory(prefix="swoxide-fpm-")
        folder = pathlib.Path(self.folder.name)
        self.address = str(folder / "socket")
        self.log = folder / "log"
        lines = ["[global]", "daemonize = no", f"error_log = {self.log}", f"pid = {folder / 'pid'}", "[www]"]
        lines += [f"listen = {self.address}", "pm = static", "pm.max_children = 1", "catch_workers_output = yes"]
        if os.getuid() == 0:
            # The folder is root's own.
            lines += ["user = root", "group = root"]
        lines += [f"{name} = {value}" for name, value in settings.items()]
        (folder / "conf").write_text("\n".join(lines) + "\n")
        command = [os.environ["FPM"], "-n", "-R", "-F", "-d", f"extension={os.environ['EXTENSION']}", "-y", str(folder / "conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.accepts, "php-fpm to listen")

    def accepts(self):
        assert self.process.poll() is None, f"php-fpm ended: {self.log.read_text()}"
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(self.address)
            return True
        except OSError:
            return False

    def request(self, server, do, **query):
        """What the program has printed."""
        query = urllib.parse.urlencode({"port": server.port, "do": do, **query})
        return fastcgi(self.address, {
            "REQUEST_METHOD": "GET",
            "SCRIPT_FILENAME": str((HERE / "request.php").resolve()),
            "QUERY_STRING": query,
        })

    def about(self, server):
        return json.loads(self.request(server, "process"))

    def stop(self, number=signal.SIGQUIT):
        self.process.send_signal(number)
        status = self.process.wait(TIME_LIMIT)
        log = self.log.read_text()
        self.folder.cleanup()
        return status, log


def fastcgi(address, parameters):
    """One request in FastCGI's form (its specification 1.0, sections 3 and 5); the body of the answer."""
    begin, end, parameter_kind, stdin, stdout = 1, 3, 4, 5, 6

    def record(kind, content):
        return struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content

    def length(text):
        return bytes([len(text)]) if len(text) < 128 else struct.pack("!I", len(text) | 1 << 31)

    pairs = b"".join(
        length(name.encode()) + length(value.encode()) + name.encode() + value.encode() for name, value in parameters.items()
    )
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(TIME_LIMIT)
        connection.connect(address)
        connection.sendall(
            record(begin, struct.pack("!HB5x", 1, 0)) + record(parameter_kind, pairs) + record(parameter_kind, b"")
            + record(stdin, b"")
        )
        answer = b""
        # A process that php-fpm ends says no more.
        with contextlib.suppress(ConnectionResetError), connection.makefile("rb") as reader:
            while len(header := reader.read(8)) == 8:
                _, kind, _, count, padding = struct.unpack("!BBHHBx", header)
                content = reader.read(count)
                reader.read(padding)
                if kind == stdout:
                    answer += content
                elif kind == end:
                    break
    return answer.partition(b"\r\n\r\n")[2].decode()


def pushes_to_a_user(server, fpm):
    with connect(f"ws://127.0.0.1:{server.port}/user/7") as user, connect(f"ws://127.0.0.1:{server.port}/user/8") as other:
        for text in ["your order is on its way", "你好, 世界", "x" * 10000]:
            assert fpm.request(server, "push", to=7, text=text) == "sent"
            assert user.recv(TIME_LIMIT) == text
        assert fpm.request(server, "push", to=8, text="and you") == "sent"
        assert other.recv(TIME_LIMIT) == "and you"
    wait_until(lambda: fpm.request(server, "push", to=7, text="too late") == "nobody", "the user to be gone")
    server.all_closed()


def a_connection_ends_with_its_request(server, fpm):
    for _ in range(3):
        assert fpm.request(server, "echo").endswith("hello new")
        server.all_closed()


def a_persistent_connection_is_there_for_the_next_request(server, fpm):
    first = fpm.request(server, "persistent")
    number = first.split()[0]
    assert first == f"{number} hello new", first
    for text in ["second", "third", "x" * 10000]:
        assert fpm.request(server, "persistent", text=text) == f"{number} {text} reused"
    assert server.open_now() == 1
    assert fpm.request(server, "exit") == f"{number} hello reused"
    assert fpm.request(server, "persistent") == f"{number} hello reused", "exit is an end like any other"


def an_answer_for_an_earlier_request_is_not_given_to_the_next(server, fpm):
    assert fpm.request(server, "unread") == "asked"
    answer = fpm.request(server, "persistent", text="mine")
    assert answer.endswith(" mine reused"), answer


def a_dead_connection_is_replaced(server, fpm):
    fpm.request(server, "persistent")
    before = server.counts()["closed"]
    assert fpm.request(server, "goodbye") == "asked"
    # The server waits for the answer to its goodbye.
    wait_until(lambda: server.counts()["closing"] == 1, "the server to say goodbye")
    answer = fpm.request(server, "persistent")
    assert answer.endswith("hello new"), answer
    wait_until(lambda: server.counts()["closed"] > before, "the old connection to end")


def failures_are_exceptions_of_one_request(server, fpm):
    dead = Server()
    dead.stop()
    answer = fpm.request(dead, "echo")
    assert answer.startswith("111 failed to connect to ws://127.0.0.1:"), answer
    begin = time.monotonic()
    assert fpm.request(server, "slow") == "NULL"
    assert time.monotonic() - begin < 5
    answer = fpm.request(server, "fatal error")
    assert "hello new" in answer and "not_a_function" in answer, answer
    answer = fpm.request(server, "out of memory")
    assert "Allowed memory size" in answer, answer
    assert fpm.request(server, "echo").endswith("hello new")


def nothing_piles_up_in_a_process(server, fpm):
    for do in ["echo", "by name", "persistent", "slow"]:
        fpm.request(server, do)
    before = fpm.about(server)
    for _ in range(50):
        for do in ["echo", "by name", "persistent"]:
            answer = fpm.request(server, do)
            assert "hello" in answer, answer
    # A look-up's thread ends a moment behind it.
    after = wait_until(lambda: (now := fpm.about(server))["threads"] == 1 and now, "all threads to end")
    assert (after["pid"], after["descriptors"]) == (before["pid"], before["descriptors"]), (before, after)


def the_end_of_php_fpm_ends_persistent_connections(server, _):
    before = server.open_now()
    fpm = Fpm()
    fpm.request(server, "persistent")
    assert server.open_now() == before + 1
    status, log = fpm.stop()
    assert status == 0 and "exited on signal" not in log, (status, log)
    wait_until(lambda: server.open_now() == before, "the connection to end")


def a_request_that_waits_for_ever_is_ended_by_php_fpm(server, _):
    fpm = Fpm(request_terminate_timeout="1s")
    before = server.open_now()
    begin = time.monotonic()
    assert fpm.request(server, "for ever") == ""
    assert time.monotonic() - begin < 15
    wait_until(lambda: server.open_now() == before, "the connection to end")
    assert fpm.request(server, "echo").endswith("hello new")
    status, log = fpm.stop()
    assert status == 0 and "SIGSEGV" not in log, (status, log)


CASES = [
    pushes_to_a_user,
    a_connection_ends_with_its_request,
    a_persistent_connection_is_there_for_the_next_request,
    an_answer_for_an_earlier_request_is_not_given_to_the_next,
    a_dead_connection_is_replaced,
    failures_are_exceptions_of_one_request,
    nothing_piles_up_in_a_process,
    the_end_of_php_fpm_ends_persistent_connections,
    a_request_that_waits_for_ever_is_ended_by_php_fpm,
]

if __name__ == "__main__":
    failed = 0
    server, fpm = Server(), Fpm()
    try:
        for case in CASES:
            name = case.__name__.replace("_", " ")
            try:
                case(server, fpm)
                print(f"ok - php-fpm: {name}", flush=True)
            except Exception:  # a failed case is reported, and the next one runs
                failed += 1
                print(f"not ok - php-fpm: {name}\n{traceback.format_exc()}", flush=True)
    finally:
        fpm.stop(signal.SIGKILL)
        server.stop()
    sys.exit(1 if failed else 0)
