//! What a message costs in instructions, counted by valgrind's callgrind: the same today and tomorrow, whatever else the
//! machine does. `make test` compares with what stands in `bench/instructions.txt`.
//!
//! Each figure is the difference of two runs, a short and a long one, so that start and end do not count.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::client::{Exchange, Target};
use crate::frame;
use crate::server::{Kind, Mode, Places, Server, Setup};

/// How far a figure may be from what is noted, in either direction: other compilers and PHPs differ by less.
const TOLERANCE: f64 = 0.10;

/// Bytes of a message.
const SIZE: usize = 64;

/// What is counted.
enum Subject {
    /// `src/bin/engine.rs`, without sockets and PHP.
    Engine(&'static str),
    /// A PHP server and one client with so many messages under way.
    Echo { depth: usize },
    /// A PHP server that pushes to so many.
    Broadcast { users: usize },
    /// Clients that come, become WebSockets and leave.
    Handshake,
    /// Requests on a connection that is kept.
    Get,
}

const SUBJECTS: [(&str, Subject, usize, usize); 7] = [
    ("engine: decode a message", Subject::Engine("decode"), 1000, 11_000),
    ("engine: encode a message", Subject::Engine("encode"), 1000, 11_000),
    ("echo, one at a time", Subject::Echo { depth: 1 }, 500, 2500),
    ("echo, 64 deep", Subject::Echo { depth: 64 }, 640, 6400),
    ("broadcast to 100, each delivery", Subject::Broadcast { users: 100 }, 10, 50),
    ("handshake, to the end of the connection", Subject::Handshake, 200, 1000),
    ("HTTP GET, one at a time", Subject::Get, 500, 2500),
];

/// Counts, and compares or notes; false if a figure is off.
pub(crate) fn check(places: &Places, update: bool) -> Result<bool> {
    let path = places.root.join("bench/instructions.txt");
    let noted = if update { BTreeMap::new() } else { read(&path)? };
    let mut lines = String::new();
    let mut right = true;
    for (name, subject, short, long) in SUBJECTS {
        let counted =
            (subject.count(long, places)? - subject.count(short, places)?) / ((long - short) * subject.parts()) as f64;
        lines += &format!("{name}: {counted:.0}\n");
        if update {
            println!("{name}: {counted:.0} instructions");
            continue;
        }
        let before = noted.get(name).with_context(|| format!("{} has no line for {name}", path.display()))?;
        let change = counted / before - 1.0;
        let is_right = change.abs() <= TOLERANCE;
        right &= is_right;
        println!(
            "{} - {name}: {counted:.0} instructions, {:+.1} % of the {before:.0} that are noted",
            if is_right { "ok" } else { "not ok" },
            change * 100.0
        );
    }
    if update {
        fs::write(&path, lines).with_context(|| format!("write {}", path.display()))?;
    }
    if !right {
        println!(
            "More than {:.0} % is a change of what a message costs: mend it, or say why in the commit that",
            TOLERANCE * 100.0
        );
        println!("notes the new figures (make bench-instructions UPDATE=1).");
    }
    Ok(right)
}

fn read(path: &Path) -> Result<BTreeMap<String, f64>> {
    let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    let line = |line: &str| {
        let (name, count) = line.rsplit_once(": ").with_context(|| format!("{line:?} is not NAME: COUNT"))?;
        Ok((name.to_owned(), count.parse()?))
    };
    text.lines().map(line).collect()
}

impl Subject {
    /// How many things are counted each time.
    fn parts(&self) -> usize {
        if let Self::Broadcast { users } = self { *users } else { 1 }
    }

    /// All instructions of a run that does it `times`.
    fn count(&self, times: usize, places: &Places) -> Result<f64> {
        let output = places.scratch.join("callgrind.out");
        let _ = fs::remove_file(&output);
        let valgrind: Vec<String> = vec![
            "valgrind".into(),
            "--tool=callgrind".into(),
            // Threads take turns in order: what one does for the other depends on who comes first.
            "--fair-sched=yes".into(),
            format!("--callgrind-out-file={}", output.display()),
        ];
        match self {
            Self::Engine(what) => {
                let engine = std::env::current_exe()?.with_file_name("engine");
                let status = Command::new(&valgrind[0])
                    .args(&valgrind[1..])
                    .arg(engine)
                    .args([what, times.to_string().as_str()])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
                    .context("valgrind can't be started")?;
                if !status.success() {
                    bail!("the engine benchmark ended with {status}");
                }
            }
            Self::Echo { .. } | Self::Broadcast { .. } | Self::Handshake | Self::Get => {
                let setup = Setup { mode: Mode::Base, workers: 1, ..Setup::default() };
                let mut server = Server::start_under(&valgrind, &Kind::Ours, setup, places)?;
                self.drive(&server.target, times)?;
                server.stop()?;
            }
        }
        let text = fs::read_to_string(&output).with_context(|| format!("read {}", output.display()))?;
        let totals = text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
        let totals = totals.and_then(|line| line.split_whitespace().next()).context("callgrind wrote no totals")?;
        Ok(totals.parse()?)
    }

    fn drive(&self, target: &Target, times: usize) -> Result<()> {
        let frame = frame::masked(&frame::text(SIZE), false);
        match *self {
            Self::Echo { depth } => {
                let mut client = Exchange::open(target.address)?;
                let frames = frame.repeat(depth);
                for _ in 0..times / depth {
                    client.send(&frames)?;
                    client.take(depth)?;
                }
            }
            Self::Broadcast { users } => {
                let mut users = (0..users).map(|_| Exchange::open(target.address)).collect::<Result<Vec<_>>>()?;
                let mut speaker = Exchange::connect(target.address)?;
                for _ in 0..times {
                    speaker.send(b"GET /broadcast?message=hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
                    for user in &mut users {
                        user.take(1)?;
                    }
                    speaker.take_answer()?;
                }
            }
            Self::Handshake => {
                for _ in 0..times {
                    Exchange::open(target.address)?;
                }
            }
            Self::Get => {
                let mut client = Exchange::connect(target.address)?;
                for _ in 0..times {
                    client.send(b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
                    client.take_answer()?;
                }
            }
            Self::Engine(_) => {}
        }
        Ok(())
    }
}
