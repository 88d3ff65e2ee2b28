"""
RFC 6455 sections 4 to 7 and RFC 7692, a case for each of their rules, over raw sockets. Prints "ok - case" or
"not ok - case: why" for each.

    EXTENSION=target/release/libswoxide.so python3 run.py            all
    EXTENSION=target/release/libswoxide.so python3 run.py close utf  those with one of these words in their name
"""

import importlib
import pathlib
import signal
import sys
import time

from connection import TIME_LIMIT
from protocol import check
from registry import CASES, Case
from server import VARIANTS, Server

for module in sorted(pathlib.Path(__file__).parent.glob("cases_*.py")):
    importlib.import_module(module.stem)


def all_closed(server):
    """Every onOpen has had its onClose, and no push has failed."""
    deadline = time.monotonic() + TIME_LIMIT
    while (counts := server.counts())["opened"] != counts["closed"]:
        check(time.monotonic() < deadline, f"the server counted {counts}")
    check(not counts["closed twice"] and not counts["not pushed"], f"the server counted {counts}")


def ends_well(server):
    """Nothing went wrong in the server that no client could see."""
    status, said = server.stop()
    check(status == 0, f"the server ended with {status}: {said}")
    # Violations are in its log as notices.
    odd = [line for line in said.splitlines() if "] INFO " not in line and "] NOTICE " not in line]
    check(not odd, f"the server said: {odd[:5]}")


def report(case, server):
    """Runs one case; True if it passed."""
    try:
        case.function(server, *case.arguments)
    except Exception as problem:  # a failed case is reported, and the next one runs
        reason = " ".join(f"{problem}".split())
        print(f"not ok - conformance: {case.name}: {type(problem).__name__}: {reason}", flush=True)
        return False
    print(f"ok - conformance: {case.name}", flush=True)
    return True


def run(variant, cases):
    """The cases of one server, and what must hold after them; gives the number of failed ones."""
    try:
        server = Server(variant)
    except Exception as problem:  # the other servers may start
        print(f"not ok - conformance: server: {variant}: {problem}", flush=True)
        return 1
    try:
        last = [
            Case(f"every WebSocket is closed once, server: {variant}", variant, all_closed, ()),
            Case(f"the server ends well, server: {variant}", variant, ends_well, ()),
        ]
        return sum(not report(case, server) for case in [*cases, *last])
    finally:
        server.kill()


def main(words):
    chosen = [case for case in CASES if not words or any(word in case.name for word in words)]
    names = [case.name for case in CASES]
    double = {name for name in names if names.count(name) > 1}
    if double or not chosen:
        print(f"not ok - conformance: names that are not unique: {double}" if double else "no such case")
        return 1
    failed = 0
    for variant in VARIANTS:
        if cases := [case for case in chosen if case.variant == variant]:
            failed += run(variant, cases)
    return 1 if failed else 0


if __name__ == "__main__":
    # The runner's time limit is a SIGTERM; no server is to outlive it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("the time is over"))
    sys.exit(main(sys.argv[1:]))
