"""A client's side of one connection: sends what it is told to, right or wrong, and believes nothing that it reads."""

import socket

import deflate
from protocol import (
    CLOSE, CONTINUATION, PONG, TEXT, Failure, Response, brief, check, close, encoded, ping, read_frame,
)

TIME_LIMIT = 10


class Connection:
    """
    Used in a with statement: at its end the connection is closed by the rules, and nothing that was not expected may
    come until then.
    """

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), TIME_LIMIT)
        # Chopped writes are to leave as they are written.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.response = None
        self.agreement = None
        self.inflater = None
        self.ended = False

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            if kind is None and not self.ended and self.response and self.response.status == 101:
                self.send(close(1000)).expect_close(1000)
        finally:
            self.socket.close()

    # Sending

    def send(self, *frames):
        """All of them in one write."""
        return self.write(b"".join(frame.encode() for frame in frames))

    def write(self, data, chop=None):
        """Writes the bytes, at most `chop` at a time."""
        try:
            for at in range(0, len(data), chop or len(data) or 1):
                self.socket.sendall(data[at:at + chop] if chop else data)
        except TimeoutError:
            raise Failure(f"the server took nothing for {TIME_LIMIT} s") from None
        except ConnectionError:
            # The server may end before it has read everything; what it said before that is what counts.
            pass
        return self

    # Reading bytes

    def fill(self):
        """More bytes into the buffer; False at the end."""
        try:
            data = self.socket.recv(1 << 18)
        except TimeoutError:
            raise Failure(f"nothing came for {TIME_LIMIT} s") from None
        except ConnectionError:
            data = b""
        self.buffer += data
        return bool(data)

    def read(self, length):
        while len(self.buffer) < length:
            check(self.fill(), f"the server ended the connection; {brief(self.buffer)} had come")
        data = bytes(self.buffer[:length])
        del self.buffer[:length]
        return data

    def read_until(self, end):
        while (at := self.buffer.find(end)) < 0:
            check(self.fill(), f"the server ended the connection; {brief(self.buffer)} had come")
        return self.read(at + len(end))

    # HTTP

    def read_response(self):
        """The head of an answer; its body, if a length is given, in `body`."""
        self.response = Response(self.read_until(b"\r\n\r\n")[:-4])
        self.body = self.read(int(self.response.one("Content-Length") or 0))
        return self.response

    def use(self, agreement):
        """From here on as both sides have agreed in the handshake; None is no compression."""
        self.agreement = agreement
        self.inflater = agreement and deflate.Inflater(agreement.server_window_bits or 15, agreement.server_takeover)
        return self

    # Reading frames

    def receive(self):
        return read_frame(self.read)

    def expect_pongs_and(self, pongs, opcode, payload):
        """
        These pongs in their order, and this message before, after or between them: the program answers messages, and
        need not be as quick as pongs are.
        """
        expected = [(PONG, encoded(pong)) for pong in pongs]
        came = [self.receive() for _ in range(len(pongs) + 1)]
        came_pongs = [(frame.opcode, frame.payload) for frame in came if frame.opcode == PONG]
        others = [(frame.opcode, frame.payload) for frame in came if frame.opcode != PONG]
        check(came_pongs == expected and others == [(opcode, encoded(payload))], f"came: {'; '.join(map(str, came))}")
        return self

    def receive_frames(self):
        """The frames of one message."""
        frames = [self.receive()]
        check(frames[0].opcode not in (CONTINUATION, CLOSE), f"came: {frames[0]}")
        check(self.agreement or not frames[0].rsv, f"the server set RSV1 and nothing was agreed on: {frames[0]}")
        while not frames[-1].fin:
            frame = self.receive()
            check(frame.opcode == CONTINUATION and not frame.rsv, f"inside a message came: {frame}")
            frames.append(frame)
        return frames

    def expect(self, opcode, payload, compressed=None):
        """The next message is this one; `compressed` says whether it must be (True) or must not be (False)."""
        payload = encoded(payload)
        frames = self.receive_frames()
        data = b"".join(frame.payload for frame in frames)
        if frames[0].rsv:
            data = self.inflater.message(data)
        check(frames[0].opcode == opcode, f"expected opcode {opcode}, came {frames[0]}")
        check(data == payload, f"expected {brief(payload)}, came {brief(data)}")
        if compressed is not None:
            check(bool(frames[0].rsv) == compressed, f"compressed: expected {compressed}, came {frames[0]}")
        return self

    def expect_text(self, payload, **options):
        return self.expect(TEXT, payload, **options)

    def expect_pong(self, payload=b""):
        frame = self.receive()
        check((frame.opcode, frame.payload) == (PONG, encoded(payload)), f"expected a pong, came {frame}")
        return self

    def expect_close(self, code, reason=None):
        """The next frame is a close frame with the code (None: without one), and then the connection ends."""
        return self.expect_close_frame(code, reason).expect_end()

    def expect_close_frame(self, code, reason=None):
        codes = code if isinstance(code, tuple) else (code,)
        frame = self.receive()
        check(frame.opcode == CLOSE, f"expected a close frame with {code}, came {frame}")
        check(len(frame.payload) != 1, "a close frame with half a code came")
        came = int.from_bytes(frame.payload[:2], "big") if frame.payload else None
        said = frame.payload[2:].decode("utf-8", "backslashreplace")
        check(came in codes, f"expected close code {code}, came {came} {said!r}")
        check(reason is None or encoded(reason) == frame.payload[2:], f"expected the reason {reason!r}, came {said!r}")
        return self

    def expect_end(self):
        while not self.buffer and self.fill():
            pass
        check(not self.buffer, f"expected the end of the connection, came {brief(self.buffer)}")
        self.ended = True
        return self

    # Both

    def echo(self, frame, **options):
        """The message goes and comes back."""
        return self.send(frame).expect(frame.opcode, frame.payload, **options)

    def is_open(self):
        """The connection is alive, and what was sent so far has been read without complaint."""
        return self.send(ping(b"still open?")).expect_pong(b"still open?")

    def expect_open_refused(self, *statuses):
        """The handshake got one of these statuses instead of a 101, and the connection's end."""
        response = self.read_response()
        check(response.status in statuses, f"expected {' or '.join(map(str, statuses))}, came {response.status}")
        return self.expect_end()
