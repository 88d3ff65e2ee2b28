"""Starts and stops the PHP server, in one variant of its settings for each group of cases."""

import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile

import deflate
from connection import TIME_LIMIT, Connection
from protocol import Failure, check, request

PROGRAM = pathlib.Path(__file__).parent / "server.php"
LIMIT = 65536

VARIANTS = {
    "plain": {"package_max_length": 16 << 20},
    "masks required": {"websocket_require_mask": True},
    "small": {"package_max_length": LIMIT, "websocket_compression": True},
    "subprotocols": {"websocket_subprotocol": ["v2.chat", "v1.chat"]},
    "deflate": {"package_max_length": 16 << 20, "websocket_compression": True},
    "takeover": {
        "package_max_length": 16 << 20,
        "websocket_compression": True,
        "websocket_context_takeover": True,
    },
    "long only": {"websocket_compression": True, "websocket_compression_min_length": 1000},
}


class Server:
    def __init__(self, variant):
        command = [os.environ.get("PHP", "php"), "-d", f"extension={os.environ['EXTENSION']}", str(PROGRAM)]
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [*command, json.dumps(VARIANTS[variant])], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        line = self.process.stdout.readline()
        if not line.strip().isdigit():
            self.kill()
            raise Failure(f"the server said {line!r} instead of its port; {self.said()}")
        self.port = int(line)

    def connect(self):
        """A connection on which nothing was sent yet."""
        return Connection(self.port)

    def open(self, path="/", offer=None, agreed=None):
        """
        An opened WebSocket. With `offer`, the client offers that extension, and what is agreed on must be what the
        offer's words say, or `agreed`.
        """
        connection = self.connect()
        connection.write(request(path, add=[f"Sec-WebSocket-Extensions: {offer}"] if offer else []))
        answer = connection.read_response().check_handshake()
        agreement = deflate.agreement(answer.one("Sec-WebSocket-Extensions"))
        check(bool(agreement) == bool(offer), f"offered was {offer}, the server agreed to {agreement}")
        check(agreed is None or agreement == agreed, f"the server agreed to {agreement}")
        return connection.use(agreement)

    def get(self, path, method="GET", body=None):
        """The body of a plain HTTP answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIME_LIMIT)
        try:
            connection.request(method, path, body)
            return connection.getresponse().read()
        finally:
            connection.close()

    def counts(self):
        return json.loads(self.get("/counts"))

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        """Asks the server to end; gives its exit code and everything that it wrote but its port."""
        self.process.send_signal(signal.SIGTERM)
        try:
            output, _ = self.process.communicate(timeout=TIME_LIMIT)
            return self.process.returncode, output + self.said()
        finally:
            self.kill()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
