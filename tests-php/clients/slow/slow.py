"""300 clients that never read are offered 10 GiB: the server's memory stays bounded, and nobody else notices.

Standard library only. Prints "ok - case" or "not ok - case" for each.
"""

import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import threading
import time

from client import Client

STUCK = 300
MESSAGE = 64 << 10
OFFERED = 10 << 30
SOCKET_BUFFER_SIZE = 1 << 20
ALLOWED_BESIDES = 64 << 20
ROUNDS_AT_ONCE = 2
TIME_LIMIT = 60
SLOWEST_ECHO = 5


class Server:
    def __init__(self, kind):
        command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}",
                   str(pathlib.Path(__file__).parent / "server.php"), kind, str(SOCKET_BUFFER_SIZE)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def memory(self, name):
        """VmRSS or VmHWM, the highest so far, in bytes."""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith(name + ":"):
                    return int(line.split()[1]) << 10
        raise AssertionError(f"no {name} of the server: it is gone")


class Echoes(threading.Thread):
    """Somebody else, who talks to the server all the time and measures how long it takes."""

    def __init__(self, port, number):
        super().__init__(daemon=True)
        self.client = Client(port)
        self.name = f"echo {number}"
        self.count = 0
        self.slowest = 0.0
        self.done = threading.Event()
        self.problem = None

    def run(self):
        try:
            while not self.done.is_set():
                text = f"{self.name}: {self.count}"
                begin = time.monotonic()
                answer = self.client.ask(text)
                assert answer == text, f"{answer} came back instead of {text}"
                self.slowest = max(self.slowest, time.monotonic() - begin)
                self.count += 1
                # Some hundred a second are enough to see a stop, and leave the machine to the rest.
                self.done.wait(0.002)
        except Exception as problem:  # told by finish(), in the thread that counts
            self.problem = problem

    def finish(self):
        self.done.set()
        self.join(TIME_LIMIT)
        assert self.problem is None, f"{self.name}: {self.problem}"


class Reader(threading.Thread):
    """One who gets the same pushes, and reads them."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.client = Client(port, "/reader")
        assert self.client.receive() == b"welcome"
        self.numbers = []
        self.problem = None
        self.changed = threading.Condition()

    def run(self):
        try:
            while True:
                number = number_of(self.client.receive())
                with self.changed:
                    self.numbers.append(number)
                    self.changed.notify()
        except Exception as problem:
            with self.changed:
                self.problem = problem
                self.changed.notify()

    def wait_for(self, count):
        with self.changed:
            self.changed.wait_for(lambda: len(self.numbers) >= count or self.problem, TIME_LIMIT)
        assert not self.problem, f"the reader: {self.problem}"


def number_of(message):
    """The number of a message that server.php made; it must be whole."""
    assert len(message) == MESSAGE, f"a message of {len(message)} bytes"
    number = struct.unpack(">Q", message[:8])[0]
    whole = struct.pack(">Q", number) + bytes([number % 251]) * (MESSAGE - 16) + struct.pack(">q", ~number)
    assert message == whole, f"message {number} came changed"
    return number


def first_difference(expected, got):
    for place, (one, other) in enumerate(zip(expected, got)):
        if one != other:
            return f"at place {place} came {other} instead of {one}"
    return f"{len(got)} came, {len(expected)} were taken"


class Run:
    """One variant; each method whose name is a case may fail by itself."""

    def __init__(self, server, kind):
        self.server = server
        self.kind = kind
        self.failed = 0
        # One string that is pushed to many is held once.
        self.bound = ALLOWED_BESIDES + (STUCK * SOCKET_BUFFER_SIZE if kind == "fresh" else 0)

    def case(self, name, check):
        try:
            check()
            print(f"ok - slow clients: {self.kind} strings: {name}", flush=True)
        except Exception as problem:  # a failed case is reported, and the next one runs
            self.failed += 1
            print(f"not ok - slow clients: {self.kind} strings: {name}\n  {type(problem).__name__}: {problem}", flush=True)

    def offer(self):
        server = self.server
        self.before = server.memory("VmRSS")
        self.stuck = self.stuck_clients()
        self.reader = Reader(server.port)
        self.reader.start()
        self.echoes = [Echoes(server.port, number) for number in range(3)]
        for echo in self.echoes:
            echo.start()
        self.driver = Client(server.port)
        begin = time.monotonic()
        self.calls = self.push(OFFERED)
        self.seconds = time.monotonic() - begin
        self.report = self.ask_for_report()
        self.peak = server.memory("VmHWM") - self.before

    def stuck_clients(self):
        clients = [Client(self.server.port, "/stuck", receive_buffer=4096) for _ in range(STUCK)]
        # Who has heard this is known to the server.
        for client in clients:
            assert client.receive() == b"welcome"
        return clients

    def push(self, offered):
        """Has the server offer so many bytes; returns the calls of push()."""
        deadline = time.monotonic() + TIME_LIMIT
        calls = 0
        while calls * MESSAGE < offered:
            calls += int(self.driver.ask(f"push {ROUNDS_AT_ONCE}"))
            assert time.monotonic() < deadline, f"only {calls * MESSAGE >> 20} MiB after {TIME_LIMIT} s"
        return calls

    def ask_for_report(self):
        return json.loads(self.driver.ask("report"))

    def summary(self):
        slowest = max(echo.slowest for echo in self.echoes)
        print(f"  {self.calls} pushes, {self.calls * MESSAGE / (1 << 30):.2f} GiB, in {self.seconds:.1f} s; "
              f"{self.report['refused']} refused; memory {self.before >> 20} MiB, then up to {self.peak >> 20} MiB more; "
              f"{sum(echo.count for echo in self.echoes)} echoes, "
              f"the slowest took {slowest * 1000:.0f} ms; {len(self.report['taken']['reader'])} taken for the reader", flush=True)

    def most_was_refused(self):
        # Otherwise the memory would say nothing.
        refused = self.report["refused"]
        assert refused > self.calls / 2, f"{refused} of {self.calls}"
        assert self.report["other_errors"] == 0, f"{self.report['other_errors']} had another error"

    def memory_stays_bounded(self):
        peak = self.server.memory("VmHWM") - self.before
        assert peak < self.bound, f"{peak >> 20} MiB more than at the start, {self.bound >> 20} are allowed"

    def others_go_on(self):
        for echo in self.echoes:
            echo.finish()
            assert echo.count > self.seconds, f"only {echo.count} echoes in {self.seconds:.1f} s"
            assert echo.slowest < SLOWEST_ECHO, f"an echo took {echo.slowest:.1f} s"

    def reader_loses_nothing(self):
        taken = self.report["taken"]["reader"]
        assert taken, "nothing was taken for the reader"
        self.reader.wait_for(len(taken))
        assert self.reader.numbers == taken, first_difference(taken, self.reader.numbers)

    def stuck_one_reads_at_last(self):
        taken = self.report["taken"]["stuck"]
        assert taken, "nothing was taken for it"
        numbers = [number_of(self.stuck[0].receive()) for _ in taken]
        assert numbers == taken, first_difference(taken, numbers)
        assert self.stuck[0].ask("and now?") == "and now?"

    def nobody_was_dropped(self):
        expected = STUCK + 1 + 3 + 1
        assert self.report["connections"] == expected, f"{self.report['connections']} connections of {expected}"

    def others_take_their_place(self):
        for client in self.stuck:
            client.close()
        deadline = time.monotonic() + TIME_LIMIT
        # The driver, the reader and the three who echo.
        while (left := self.ask_for_report()["connections"]) > 5:
            assert time.monotonic() < deadline, f"{left} connections are left"
        self.stuck = self.stuck_clients()
        self.push(OFFERED // 10)
        self.memory_stays_bounded()

    def run(self):
        try:
            self.offer()
        except Exception as problem:
            print(f"not ok - slow clients: {self.kind} strings: 10 GiB can be offered\n  {type(problem).__name__}: {problem}", flush=True)
            return 1
        self.case("most was refused, with error 1009", self.most_was_refused)
        self.case("memory stays bounded", self.memory_stays_bounded)
        self.case("three others are served meanwhile", self.others_go_on)
        self.case("a client that reads gets all that was taken for it, in order", self.reader_loses_nothing)
        self.case("nobody was dropped", self.nobody_was_dropped)
        self.case("a client that reads at last gets all that was taken for it, in order", self.stuck_one_reads_at_last)
        self.case("others who take their place find the memory that they had", self.others_take_their_place)
        self.summary()
        return self.failed


def main():
    # 300 connections want more than the 256 files that some shells allow.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 4096) if hard != resource.RLIM_INFINITY else 4096
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted) if soft != resource.RLIM_INFINITY else soft, hard))
    failed = 0
    for kind in ["fresh", "shared"]:
        with Server(kind) as server:
            failed += Run(server, kind).run()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
