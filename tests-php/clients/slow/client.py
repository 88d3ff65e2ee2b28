"""A WebSocket client on a blocking socket: as much of the protocol as the slow clients need."""

import os
import socket
import struct

TIME_LIMIT = 30


class Client:
    def __init__(self, port, path="/", receive_buffer=None):
        self.socket = socket.socket()
        self.socket.settimeout(TIME_LIMIT)
        if receive_buffer is not None:
            # Before connecting, so that the window is small from the beginning.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = [
            f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "",
        ]
        self.socket.sendall("\r\n".join(request).encode())
        self.file = self.socket.makefile("rb", buffering=65536)
        status = self.file.readline()
        assert b" 101 " in status, f"the handshake was refused: {status!r}"
        while self.file.readline() != b"\r\n":
            pass

    def send(self, text):
        payload = text.encode()
        assert len(payload) < 126
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self.socket.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + masked)

    def receive(self):
        """The payload of the next frame."""
        head = self.read(2)
        assert head[0] in (0x81, 0x82), f"a frame began with {head.hex()}"
        length = head[1]
        if length == 126:
            length = struct.unpack(">H", self.read(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self.read(8))[0]
        return self.read(length)

    def read(self, length):
        data = self.file.read(length)
        assert len(data) == length, f"the server ended the connection, {length - len(data)} of {length} bytes are missing"
        return data

    def ask(self, text):
        self.send(text)
        return self.receive().decode()

    def close(self):
        # A file object keeps its socket open.
        self.file.close()
        self.socket.close()
