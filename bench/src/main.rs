//! `make bench`: starts each server, puts the same loads on it, and prints what that cost, side by side.
//!
//! * [`plan`] — which loads there are; [`load`] — what each does.
//! * [`server`] — the servers and how they are started; [`process`] — what they cost, as the kernel counts it.
//! * [`client`], [`frame`] — what the generator speaks.
//! * [`instructions`] — the same in instructions, which no other load on the machine changes.
//!
//! The generator has one thread. Rounds go through all servers in turn, so that what slows the machine down for a while is
//! seen on all of them.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod client;
mod frame;
mod instructions;
mod load;
mod plan;
mod process;
mod server;
mod table;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use self::load::Measured;
use self::plan::Case;
use self::server::{Kind, Places, Server};
use self::table::Row;

const HELP: &str = "\
swoxide-bench [options]               the table
swoxide-bench instructions [--update] instructions of a message, compared with bench/instructions.txt

  --only TEXT       loads whose name has TEXT in it (may be given several times)
  --rounds N        how often each server is measured with each load (3)
  --seconds S       how long each time (1)
  --peer FILE       Swoole's swoole.so, to compare with (or SWOOLE_SO in the environment)
  --other NAME=CMD  another server: CMD is given an address and a port, and echoes
  --without NAME    leave a server out: tokio-tungstenite, node ws (may be given several times)
  --php FILE        the PHP to run (php)
";

struct Options {
    only: Vec<String>,
    rounds: usize,
    length: Duration,
    kinds: Vec<Kind>,
    php: String,
    instructions: bool,
    update: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("swoxide-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let Some(options) = read_options()? else {
        print!("{HELP}");
        return Ok(true);
    };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().context("no repository")?.to_owned();
    let extension = server::our_extension(&root);
    if !extension.is_file() {
        bail!("{} is not there: make build", extension.display());
    }
    let places = Places::new(root, options.php.clone())?;
    if options.instructions {
        return instructions::check(&places, options.update);
    }
    raise_limit()?;
    compare(&options, &places)
}

fn read_options() -> Result<Option<Options>> {
    let mut options = Options {
        only: Vec::new(),
        rounds: 3,
        length: Duration::from_secs(1),
        kinds: Vec::new(),
        php: "php".into(),
        instructions: false,
        update: false,
    };
    let mut peer = std::env::var_os("SWOOLE_SO").filter(|path| !path.is_empty()).map(PathBuf::from);
    let (mut others, mut without) = (Vec::new(), Vec::new());
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("only") => options.only.push(arguments.value()?.string()?),
            Long("rounds") => options.rounds = arguments.value()?.parse()?,
            Long("seconds") => options.length = Duration::try_from_secs_f64(arguments.value()?.parse()?)?,
            Long("peer") => peer = Some(arguments.value()?.into()),
            Long("other") => {
                let text = arguments.value()?.string()?;
                let (name, command) = text.split_once('=').context("--other wants NAME=COMMAND")?;
                others.push(Kind::Other(name.to_owned(), command.split(' ').map(str::to_owned).collect()));
            }
            Long("without") => without.push(arguments.value()?.string()?),
            Long("php") => options.php = arguments.value()?.string()?,
            Value(word) if word == "instructions" => options.instructions = true,
            Long("update") => options.update = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if options.rounds == 0 {
        bail!("--rounds 0 measures nothing: 1 or more");
    }
    if let Some(peer) = peer.as_ref().filter(|peer| !peer.is_file()) {
        bail!("{} is not there: SWOOLE_SO and --peer name a swoole.so", peer.display());
    }
    let node = has_node().then_some(Kind::Node);
    options.kinds = [Some(Kind::Ours), peer.map(Kind::Peer), Some(Kind::Floor), node]
        .into_iter()
        .flatten()
        .chain(others)
        .filter(|kind| !without.iter().any(|name| name == kind.name()))
        .collect();
    Ok(Some(options))
}

/// Whether Node and what the server in it needs are there: `make bench` installs that where npm is.
fn has_node() -> bool {
    let modules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("servers/node/node_modules/ws");
    let answers = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    modules.is_dir() && answers.is_ok_and(|status| status.success())
}

/// Thousands of connections on either side: servers inherit it.
fn raise_limit() -> Result<()> {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).context("raise the limit of open files")
}

fn compare(options: &Options, places: &Places) -> Result<bool> {
    let is_wanted = |case: &Case| options.only.is_empty() || options.only.iter().any(|text| case.name.contains(text));
    let cases: Vec<Case> = plan::cases().into_iter().filter(is_wanted).collect();
    if cases.is_empty() {
        bail!("no load has one of these in its name: {}", options.only.join(", "));
    }
    println!("{}", table::head());
    let mut whole = true;
    for (number, case) in cases.iter().enumerate() {
        let mut rows: Vec<Row> = options
            .kinds
            .iter()
            .filter(|kind| case.fits(kind))
            .map(|kind| Row { server: kind.name().to_owned(), rounds: Vec::new() })
            .collect();
        let kinds: Vec<&Kind> = options.kinds.iter().filter(|kind| case.fits(kind)).collect();
        for round in 1..=options.rounds {
            for (row, kind) in rows.iter_mut().zip(&kinds) {
                eprint!("\r\x1b[K{}/{} {}: round {round}, {}", number + 1, cases.len(), case.name, row.server);
                match measure(case, kind, options, places) {
                    Ok(measured) => row.rounds.push(measured),
                    Err(error) => {
                        whole = false;
                        eprintln!("\r\x1b[K{}: {}: {error:#}", case.name, row.server);
                    }
                }
            }
        }
        eprint!("\r\x1b[K");
        print!("{}", table::rows(case.name, &rows));
    }
    Ok(whole)
}

fn measure(case: &Case, kind: &Kind, options: &Options, places: &Places) -> Result<Measured> {
    let mut server = Server::start(kind, case.setup, places)?;
    let measured = case.run(&server, options.length)?;
    server.stop()?;
    Ok(measured)
}
