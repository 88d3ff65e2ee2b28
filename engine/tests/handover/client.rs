//! A client that says exactly what it is told to, byte by byte.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use socket2::{Domain, Socket, Type};
use swoxide_engine::protocol::frame::{self, Head, opcode};

use crate::PATIENCE;

pub(crate) const KEY: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

/// A socket, plain or encrypted.
pub(crate) trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// See the module.
pub(crate) struct Client {
    socket: Box<dyn Stream>,
    /// Received and not yet looked at.
    buffer: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(port: u16) -> Self {
        // A window that is soon full.
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(16 * 1024).unwrap();
        socket.connect(&std::net::SocketAddr::from(([127, 0, 0, 1], port)).into()).unwrap();
        let socket = TcpStream::from(socket);
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        socket.set_nodelay(true).unwrap();
        Self { socket: Box::new(socket), buffer: Vec::new() }
    }

    /// The same, with something around its socket.
    pub(crate) fn over(self, wrap: impl FnOnce(Box<dyn Stream>) -> Box<dyn Stream>) -> Self {
        Self { socket: wrap(self.socket), buffer: self.buffer }
    }

    /// Sends what an encrypted socket has to say before anything is sent.
    pub(crate) fn finish_handshake(&mut self) {
        self.socket.flush().unwrap();
    }

    /// A WebSocket, with these extensions if any.
    pub(crate) fn open(port: u16, extensions: &str) -> Self {
        let mut client = Self::connect(port);
        client.send(handshake(extensions).as_bytes());
        let (head, _) = client.answer();
        assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
        assert_eq!(head.contains("permessage-deflate"), !extensions.is_empty(), "{head}");
        client
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).unwrap();
    }

    pub(crate) fn send_text(&mut self, text: &str) {
        self.send(&masked(0x81, text.as_bytes()));
    }

    /// Reads more; false at the end of the connection.
    fn read(&mut self) -> bool {
        let mut piece = [0; 65536];
        match self.socket.read(&mut piece) {
            Ok(count) => {
                self.buffer.extend_from_slice(&piece[..count]);
                count > 0
            }
            // A reset, or TLS without its last word.
            Err(error) if matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof) => false,
            Err(error) => panic!("nothing comes: {error}"),
        }
    }

    /// The next frame.
    pub(crate) fn frame(&mut self) -> (Head, Vec<u8>) {
        loop {
            if let Some((head, payload)) = frame::decode(&self.buffer) {
                let mut whole = Vec::new();
                frame::encode_as(head, &payload, &mut whole);
                self.buffer.drain(..whole.len());
                return (head, payload);
            }
            assert!(self.read(), "the connection ended before a frame");
        }
    }

    pub(crate) fn expect(&mut self, opcode: u8, payload: &[u8]) {
        let (head, got) = self.frame();
        assert_eq!((head.opcode, String::from_utf8_lossy(&got)), (opcode, String::from_utf8_lossy(payload)));
    }

    pub(crate) fn expect_text(&mut self, text: &str) {
        self.expect(opcode::TEXT, text.as_bytes());
    }

    pub(crate) fn expect_close(&mut self, code: u16) {
        let (head, payload) = self.frame();
        assert_eq!((head.opcode, payload.first_chunk().map(|code| u16::from_be_bytes(*code))), (8, Some(code)));
    }

    pub(crate) fn expect_end(&mut self) {
        while self.read() {}
        assert_eq!(self.buffer, b"", "before the end");
    }

    /// The next HTTP answer with a length or in chunks: its head and its body.
    pub(crate) fn answer(&mut self) -> (String, Vec<u8>) {
        let head = self.take_to(b"\r\n\r\n");
        let head = String::from_utf8(head).unwrap();
        let lower = head.to_ascii_lowercase();
        let body = if let Some((_, length)) = lower.split_once("content-length: ") {
            let length = length.split("\r\n").next().unwrap().parse().unwrap();
            self.take(length)
        } else if lower.contains("transfer-encoding: chunked") {
            let mut body = Vec::new();
            loop {
                let line = String::from_utf8(self.take_to(b"\r\n")).unwrap();
                let length = usize::from_str_radix(line.trim(), 16).unwrap();
                let mut chunk = self.take(length + 2);
                chunk.truncate(length);
                if chunk.is_empty() {
                    break body;
                }
                body.extend(chunk);
            }
        } else {
            Vec::new()
        };
        (head, body)
    }

    pub(crate) fn expect_answer(&mut self, body: &str) {
        let (head, got) = self.answer();
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        assert_eq!(String::from_utf8_lossy(&got), body);
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length {
            assert!(self.read(), "the connection ended in an answer");
        }
        self.buffer.drain(..length).collect()
    }

    fn take_to(&mut self, end: &[u8]) -> Vec<u8> {
        loop {
            if let Some(place) = self.buffer.windows(end.len()).position(|window| window == end) {
                return self.buffer.drain(..place + end.len()).collect();
            }
            assert!(self.read(), "the connection ended in a head");
        }
    }
}

pub(crate) fn handshake(extensions: &str) -> String {
    let extensions =
        if extensions.is_empty() { String::new() } else { format!("Sec-WebSocket-Extensions: {extensions}\r\n") };
    format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extensions}\r\n"
    )
}

/// A frame as clients send it.
pub(crate) fn masked(first_byte: u8, payload: &[u8]) -> Vec<u8> {
    let head = Head {
        opcode: first_byte & 0x0F,
        is_final: first_byte & 0x80 != 0,
        is_compressed: first_byte & 0x40 != 0,
        mask: Some(KEY),
    };
    let mut out = Vec::new();
    frame::encode_as(head, payload, &mut out);
    out
}
