//! The servers that are compared, each started for one measurement and ended behind it.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{ClientConfig, RootCertStore};

use crate::client::Target;

/// How a server is to be set up.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Setup {
    pub(crate) mode: Mode,
    pub(crate) workers: usize,
    pub(crate) tls: bool,
    pub(crate) compression: bool,
}

/// Swoole's modes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Mode {
    #[default]
    Base,
    Process,
}

/// What a server is in the table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// This extension.
    Ours,
    /// Swoole.
    Peer(PathBuf),
    /// tokio-tungstenite without PHP: `src/bin/floor.rs`.
    Floor,
    /// Node's `ws`.
    Node,
    /// Any other one: a command that is given address and port.
    Other(String, Vec<String>),
}

impl Kind {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Ours => "swoxide",
            Self::Peer(_) => "swoole",
            Self::Floor => "tokio-tungstenite",
            Self::Node => "node ws",
            Self::Other(name, _) => name,
        }
    }

    fn is_php(&self) -> bool {
        matches!(self, Self::Ours | Self::Peer(_))
    }
}

/// Where everything lies.
pub(crate) struct Places {
    /// Of the repository.
    pub(crate) root: PathBuf,
    pub(crate) php: String,
    /// For logs and certificates.
    pub(crate) scratch: PathBuf,
    config: Arc<ClientConfig>,
}

impl Places {
    pub(crate) fn new(root: PathBuf, php: String) -> Result<Self> {
        let scratch = root.join("target/bench");
        fs::create_dir_all(&scratch).with_context(|| format!("make {}", scratch.display()))?;
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()])?;
        fs::write(scratch.join("certificate.pem"), cert.pem())?;
        fs::write(scratch.join("key.pem"), signing_key.serialize_pem())?;
        let mut roots = RootCertStore::empty();
        roots.add(cert.der().clone())?;
        let config = Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth());
        Ok(Self { root, php, scratch, config })
    }

    fn log(&self, kind: &Kind) -> PathBuf {
        self.scratch.join(format!("{}.log", kind.name().replace(' ', "-")))
    }
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    pub(crate) target: Target,
}

impl Server {
    /// Whether a server of this kind can be set up so.
    pub(crate) fn can(kind: &Kind, setup: Setup) -> bool {
        match kind {
            Kind::Ours | Kind::Peer(_) => true,
            _ if setup.mode == Mode::Process || setup.workers > 1 => false,
            Kind::Floor => !setup.compression,
            Kind::Node => true,
            Kind::Other(..) => !setup.compression && !setup.tls,
        }
    }

    /// Starts one and waits until it takes connections.
    pub(crate) fn start(kind: &Kind, setup: Setup, places: &Places) -> Result<Self> {
        Self::start_under(&[], kind, setup, places)
    }

    /// The same, under a command that gets the server's as its arguments.
    pub(crate) fn start_under(wrapper: &[String], kind: &Kind, setup: Setup, places: &Places) -> Result<Self> {
        let address = free_address()?;
        let mut words = wrapper.to_vec();
        words.extend(command(kind, setup, address, places)?);
        let log = places.log(kind);
        let output = File::create(&log).with_context(|| format!("write {}", log.display()))?;
        let (program, arguments) = words.split_first().context("no command")?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            // All its processes are one group, and end together.
            .process_group(0)
            .spawn()
            .with_context(|| format!("start {program}"))?;
        let tls = setup.tls.then(|| Arc::clone(&places.config));
        let mut server = Self { child, target: Target { address, tls } };
        server.wait_until_up(&log)?;
        Ok(server)
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    fn wait_until_up(&mut self, log: &Path) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(30);
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status}:\n{}", fs::read_to_string(log).unwrap_or_default());
            }
            if TcpStream::connect(self.target.address).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("it takes no connections:\n{}", fs::read_to_string(log).unwrap_or_default())
    }

    /// Asks it to end, and waits for that.
    pub(crate) fn stop(&mut self) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(10);
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        nix::sys::signal::kill(self.pid(), Signal::SIGTERM)?;
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("it does not end after SIGTERM")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.stop();
        // What is left of it, if anything is.
        let _ = killpg(self.pid(), Signal::SIGKILL);
        let _ = self.child.wait();
    }
}

/// The extension that was built here.
pub(crate) fn our_extension(root: &Path) -> PathBuf {
    root.join("target/release/libswoxide.so")
}

fn command(kind: &Kind, setup: Setup, address: SocketAddr, places: &Places) -> Result<Vec<String>> {
    let path = |path: PathBuf| path.to_string_lossy().into_owned();
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let mut words = match kind {
        Kind::Ours | Kind::Peer(_) => {
            let extension = match kind {
                Kind::Peer(extension) => extension.clone(),
                _ => our_extension(&places.root),
            };
            let extension = format!("extension={}", path(extension));
            let program = path(places.root.join("bench/servers/server.php"));
            vec![
                places.php.clone(),
                "-n".into(),
                "-d".into(),
                "memory_limit=2G".into(),
                "-d".into(),
                extension,
                program,
            ]
        }
        Kind::Floor => vec![path(std::env::current_exe()?.with_file_name("floor"))],
        Kind::Node => vec!["node".into(), path(places.root.join("bench/servers/node/server.mjs"))],
        Kind::Other(_, words) => words.clone(),
    };
    words.extend([host, port]);
    if kind.is_php() {
        words.push(format!("--mode={}", if setup.mode == Mode::Base { "base" } else { "process" }));
        words.push(format!("--workers={}", setup.workers));
    }
    if setup.compression {
        words.push("--compression".into());
    }
    if setup.tls {
        words.push(format!("--certificate={}", path(places.scratch.join("certificate.pem"))));
        words.push(format!("--key={}", path(places.scratch.join("key.pem"))));
    }
    Ok(words)
}

/// A port of the loopback interface that nobody has.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}
