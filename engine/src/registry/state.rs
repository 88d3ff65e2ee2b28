//! Where a connection is in its life, and how that lies in one byte.

/// How far a connection has come as a WebSocket; the numbers are Swoole's `WEBSOCKET_STATUS_*`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum WebSocketStatus {
    /// Plain HTTP, or nothing said yet.
    None = 0,
    /// A handshake was asked for, and PHP is to decide on it.
    Connection = 1,
    /// PHP is deciding.
    Handshake = 2,
    /// The handshake is done: frames flow.
    Active = 3,
    /// A close frame was sent; the connection waits for its end.
    Closing = 4,
    /// PHP refused the handshake.
    HandshakeFailed = 5,
}

impl WebSocketStatus {
    fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Connection,
            2 => Self::Handshake,
            3 => Self::Active,
            4 => Self::Closing,
            5 => Self::HandshakeFailed,
            _ => Self::None,
        }
    }
}

/// Where a connection is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(super) enum Phase {
    /// The slot holds no connection.
    Free = 0,
    /// Accepted, and neither side has ended it.
    Open = 1,
    /// Ended by the other side, but `onClose` has not run yet: only [`Registry::info`] still shows it.
    ClosedByPeer = 2,
    /// The same, ended by this side.
    ClosedByServer = 3,
    /// The same, ended by the program.
    ClosedByProgram = 4,
}

/// Phase and WebSocket status of a connection: one atomic, because both threads change it and the counters go by the
/// pair. The phase is in the lower half, the status in the upper.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct State {
    pub(super) phase: Phase,
    pub(super) websocket: WebSocketStatus,
}

impl State {
    pub(super) fn decode(bits: u8) -> Self {
        let phase = match bits & 0x0F {
            1 => Phase::Open,
            2 => Phase::ClosedByPeer,
            3 => Phase::ClosedByServer,
            4 => Phase::ClosedByProgram,
            _ => Phase::Free,
        };
        Self { phase, websocket: WebSocketStatus::from_byte(bits >> 4) }
    }

    pub(super) fn encode(self) -> u8 {
        self.phase as u8 | (self.websocket as u8) << 4
    }

    /// Whether it is one of the established WebSockets that are counted.
    pub(super) fn is_websocket(self) -> bool {
        self.phase == Phase::Open && self.websocket == WebSocketStatus::Active
    }
}
