"""requests and httpx get files and compressed answers. Prints "ok - case" or "not ok - case" for each."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import httpx
import requests

ECHO_SERVER = pathlib.Path(__file__).parent.parent / "echo-server.php"
TIME_LIMIT = 30
TEXT = "\n".join(map(str, range(1, 20001)))
CODINGS = ["zstd", "br", "gzip", "deflate", "identity"]


def compressed(get, coding):
    answer = get("/text", {"Accept-Encoding": coding})
    assert answer.text == TEXT, f"{len(answer.text)} characters came"
    expected = None if coding == "identity" else coding
    assert answer.headers.get("Content-Encoding") == expected, answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding", answer.headers


def compressed_by_default(get, _):
    answer = get("/text", {})
    assert answer.text == TEXT and answer.headers["Content-Encoding"] in CODINGS, answer.headers


def whole(get, target, content):
    answer = get(target, {})
    assert answer.content == content and answer.status_code == 200, f"{answer.status_code}, {len(answer.content)} bytes"
    assert answer.headers["Content-Type"] == "application/octet-stream" and "Content-Encoding" not in answer.headers


def part(get, content):
    answer = get("/big.bin", {"Range": "bytes=1000-1999"})
    assert answer.status_code == 206 and answer.content == content[1000:2000], answer.status_code
    assert answer.headers["Content-Range"] == f"bytes 1000-1999/{len(content)}"


def kept(get, _):
    first = get("/big.bin", {})
    for name, value in [("If-None-Match", first.headers["ETag"]), ("If-Modified-Since", first.headers["Last-Modified"])]:
        assert get("/big.bin", {name: value}).status_code == 304, name


def main(port, content):
    base = f"http://127.0.0.1:{port}"
    failed = 0
    with requests.Session() as session, httpx.Client(trust_env=False) as client:
        session.trust_env = False
        libraries = {
            "requests": lambda target, headers: session.get(base + target, headers=headers, timeout=TIME_LIMIT),
            "httpx": lambda target, headers: client.get(base + target, headers=headers, timeout=TIME_LIMIT),
        }
        cases = [(f"{coding}", compressed, (coding,)) for coding in CODINGS]
        cases += [
            ("the coding that it asks for by itself", compressed_by_default, (None,)),
            ("sendfile of 8 MiB", whole, ("/download", content)),
            ("a static file of 8 MiB", whole, ("/big.bin", content)),
            ("a part of a static file", part, (content,)),
            ("a static file that it has already", kept, (None,)),
        ]
        for library, get in libraries.items():
            for name, case, arguments in cases:
                try:
                    case(get, *arguments)
                    print(f"ok - Python {library}: {name}", flush=True)
                except Exception as problem:  # a failed case is reported, and the next one runs
                    failed += 1
                    print(f"not ok - Python {library}: {name}\n  {type(problem).__name__}: {problem}", flush=True)
    return failed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        data = os.urandom(8 << 20)
        (pathlib.Path(folder) / "big.bin").write_bytes(data)
        settings = json.dumps({"document_root": folder, "enable_static_handler": True})
        command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}", str(ECHO_SERVER), settings]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                sys.exit(1 if main(int(process.stdout.readline()), data) else 0)
            finally:
                process.kill()
