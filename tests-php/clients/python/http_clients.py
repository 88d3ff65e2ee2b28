"""The Python packages "requests" and "httpx" talk HTTP to the echo server. Prints "ok - case" or "not ok - case" for each."""

import hashlib
import http.client
import io
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import requests

ECHO_SERVER = pathlib.Path(__file__).parent.parent / "echo-server.php"
TIME_LIMIT = 30
BIG = os.urandom(8 << 20)


def shown(name, kind, content):
    return [name, kind, len(content), 0, hashlib.sha256(content).hexdigest()]


def pieces(content):
    for begin in range(0, len(content), 100_000):
        yield content[begin:begin + 100_000]


def queries_and_cookies(client, url):
    answer = client.get(f"{url}/describe", params={"a": "x y", "b[]": ["1", "2"], "你": "好"}, headers={"Cookie": "user=anna; x=%20"})
    assert answer.json() == {
        "method": "GET", "get": {"a": "x y", "b": ["1", "2"], "你": "好"}, "post": None, "cookie": {"user": "anna", "x": " "},
    }, answer.text


def a_form(client, url):
    answer = client.put(f"{url}/describe", data={"a": "1 & 2", "m[x]": "y"})
    assert answer.json()["post"] == {"a": "1 & 2", "m": {"x": "y"}}, answer.text


def a_form_with_files(client, url):
    files = [
        ("big", ("big.bin", io.BytesIO(BIG), "application/octet-stream")),
        ("m[]", ("一.txt", b"one", "text/plain")),
        ("m[]", ("empty", b"", "text/plain")),
    ]
    answer = client.post(f"{url}/upload", data={"text": "a\r\nb", "name": "你好"}, files=files).json()
    assert answer["post"] == {"text": "a\r\nb", "name": "你好"}, answer
    expected = [shown("一.txt", "text/plain", b"one"), shown("empty", "text/plain", b"")]
    assert answer["files"] == {"big": shown("big.bin", "application/octet-stream", BIG), "m": expected}, answer


def methods(client, url):
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]:
        assert client.request(method, f"{url}/describe").json()["method"] == method
    assert client.request("HEAD", f"{url}/describe").status_code == 200


def a_redirect_with_a_cookie(client, url):
    answer = client.get(f"{url}/login")
    assert answer.json()["cookie"] == {"session": "abc"}, answer.text


def chunks_received(client, url):
    assert client.get(f"{url}/chunks").text == "one two three"


def not_found(client, url):
    answer = client.get(f"{url}/nothing")
    assert (answer.status_code, answer.text) == (404, "no such page")


def too_long(client, url):
    answer = client.post(f"{url}/upload", files={"f": ("f", b"x" * (17 << 20))})
    assert answer.status_code == 413, answer.status_code


def many_at_once(client, url):
    def exchange(number):
        files = {"f": (f"{number}", BIG[number:number + 200_000])}
        answer = client.post(f"{url}/upload", data={"n": number}, files=files).json()
        assert answer["post"] == {"n": str(number)}
        assert answer["files"]["f"][4] == hashlib.sha256(BIG[number:number + 200_000]).hexdigest()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(exchange, range(200)))


def chunks_sent(client, url):
    arguments = {"content": pieces(BIG)} if isinstance(client, httpx.Client) else {"data": pieces(BIG)}
    assert client.post(f"{url}/body", **arguments).content == BIG


def http_1_0(_, url):
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=TIME_LIMIT)
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"
    connection.request("POST", "/body", body=BIG)
    answer = connection.getresponse()
    assert answer.read() == BIG and answer.will_close


def main(port):
    url = f"http://127.0.0.1:{port}"
    limits = httpx.Limits(max_connections=20)
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=20))
    clients = {
        "requests": session,
        "httpx": httpx.Client(timeout=TIME_LIMIT, follow_redirects=True, trust_env=False, limits=limits),
    }
    cases = [
        queries_and_cookies, a_form, a_form_with_files, methods, a_redirect_with_a_cookie, chunks_received, chunks_sent, not_found,
        too_long, many_at_once,
    ]
    runs = [(name, client, case) for name, client in clients.items() for case in cases]
    failed = 0
    for name, client, case in [*runs, ("http.client", None, http_1_0)]:
        title = f"Python {name}: {case.__name__.replace('_', ' ')}"
        try:
            case(client, url)
            print(f"ok - {title}", flush=True)
        except Exception as problem:  # a failed case is reported, and the next one runs
            failed += 1
            print(f"not ok - {title}\n  {type(problem).__name__}: {problem}", flush=True)
    return failed


if __name__ == "__main__":
    command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}", str(ECHO_SERVER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            sys.exit(1 if main(int(process.stdout.readline())) else 0)
        finally:
            process.kill()
