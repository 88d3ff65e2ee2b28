//! Which loads are measured, on servers that are set up how.

use std::time::Duration;

use anyhow::Result;

use crate::load::broadcast::Broadcast;
use crate::load::echo::Echo;
use crate::load::get::Get;
use crate::load::{Clock, Measured, come};
use crate::server::{Kind, Mode, Server, Setup};

/// One row group of the table.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) load: Load,
    pub(crate) setup: Setup,
}

/// See [`crate::load`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Load {
    Echo(Echo),
    Broadcast(Broadcast),
    Get(Get),
    Handshake,
    /// So many clients that stay silent.
    Idle(usize),
}

impl Case {
    /// Whether a server of this kind can be measured with it.
    pub(crate) fn fits(&self, kind: &Kind) -> bool {
        let is_http = matches!(self.load, Load::Get(_) | Load::Broadcast(_));
        let speaks_http = match (kind, self.load) {
            // What it is asked for it answers, but it is no HTTP server.
            (Kind::Floor, Load::Get(_)) | (Kind::Other(..), _) => false,
            // In this mode a worker of Swoole's knows its own connections only.
            (Kind::Peer(_), Load::Broadcast(_)) => self.setup.mode == Mode::Process || self.setup.workers == 1,
            _ => true,
        };
        let asks = matches!(self.load, Load::Broadcast(Broadcast { asks: true, .. }));
        let is_php = matches!(kind, Kind::Ours | Kind::Peer(_));
        Server::can(kind, self.setup) && (!is_http || speaks_http) && (!asks || is_php)
    }

    /// Puts the load on a server that was just started.
    pub(crate) fn run(&self, server: &Server, length: Duration) -> Result<Measured> {
        const WARM_UP: Duration = Duration::from_millis(300);
        let start = || Clock::start(server.pid(), WARM_UP, length);
        let target = &server.target;
        match self.load {
            Load::Echo(echo) => echo.run(target, start),
            Load::Broadcast(broadcast) => broadcast.run(target, start),
            Load::Get(get) => get.run(target, start),
            Load::Handshake => come::and_go(target, start()),
            Load::Idle(connections) => come::and_stay(connections, target, server.pid()),
        }
    }
}

/// All of them: what the bar is about first, then how the cost grows.
pub(crate) fn cases() -> Vec<Case> {
    let base = Setup { mode: Mode::Base, workers: 1, ..Setup::default() };
    let base_2 = Setup { workers: 2, ..base };
    let process = Setup { mode: Mode::Process, ..base };
    let process_2 = Setup { workers: 2, ..process };
    let echo = |connections, depth, size| Load::Echo(Echo { connections, depth, size, compressed: false });
    let broadcast = |users, asks| Load::Broadcast(Broadcast { users, asks });
    let case = |name, load, setup| Case { name, load, setup };
    let compressed = Load::Echo(Echo { connections: 100, depth: 1, size: 1024, compressed: true });
    vec![
        case("echo 64 B, 1 connection", echo(1, 1, 64), base),
        case("echo 64 B, 100 connections", echo(100, 1, 64), base),
        case("echo 64 B, 100 connections, 16 deep", echo(100, 16, 64), base),
        case("echo 64 KiB, 20 connections", echo(20, 1, 64 * 1024), base),
        case("broadcast to 2,000", broadcast(2000, false), base),
        case("broadcast to 2,000, isEstablished", broadcast(2000, true), base),
        case("10,000 idle connections", Load::Idle(10_000), base),
        case("10,000 idle connections, SWOOLE_PROCESS", Load::Idle(10_000), process),
        case("handshakes", Load::Handshake, base),
        case("HTTP GET, 100 kept connections", Load::Get(Get { connections: 100 }), base),
        case("compressed echo 1 KiB, 100 connections", compressed, Setup { compression: true, ..base }),
        case("wss echo 64 B, 100 connections", echo(100, 1, 64), Setup { tls: true, ..base }),
        case("echo 64 B, 100 connections, SWOOLE_PROCESS", echo(100, 1, 64), process),
        case("echo 64 B, 100 connections, SWOOLE_PROCESS, 2 workers", echo(100, 1, 64), process_2),
        case("echo 64 B, 100 connections, 2 workers", echo(100, 1, 64), base_2),
        case("broadcast to 2,000, 2 workers", broadcast(2000, false), base_2),
        case("broadcast to 2,000, SWOOLE_PROCESS, 2 workers", broadcast(2000, false), process_2),
        case("echo 64 B, 10 connections", echo(10, 1, 64), base),
        case("echo 64 B, 1,000 connections", echo(1000, 1, 64), base),
        case("echo 64 B, 10,000 connections", echo(10_000, 1, 64), base),
        case("echo 1 B, 100 connections", echo(100, 1, 1), base),
        case("echo 1 KiB, 100 connections", echo(100, 1, 1024), base),
        case("echo 1 MiB, 4 connections", echo(4, 1, 1024 * 1024), base),
        case("broadcast to 10,000", broadcast(10_000, false), base),
    ]
}
