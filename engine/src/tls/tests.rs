//! Handshakes over memory, with certificates made for them.

mod clients;
mod errors;
mod handshakes;
mod servers;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use tokio_rustls::rustls::{
    CipherSuite, ClientConfig, ClientConnection, Error, HandshakeKind, ProtocolVersion, RootCertStore, ServerConnection,
};

use super::*;

/// A folder of its own for each test, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("swoxide-tls-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file and returns its path.
    fn write(&self, name: &str, content: &str) -> String {
        fs::write(self.0.join(name), content).unwrap();
        self.path(name)
    }

    /// Writes a pair and returns the paths of the certificate and the key.
    fn write_pair(&self, name: &str, pair: &Pair) -> (String, String) {
        (
            self.write(&format!("{name}.pem"), &pair.certificate.pem()),
            self.write(&format!("{name}.key"), &pair.key.serialize_pem()),
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a port agrees on that speaks HTTP/1.1 alone.
const HTTP_1: &[&[u8]] = &[b"http/1.1"];

/// A log whose lines can be read.
struct Lines {
    log: Log,
    _folder: Folder,
    path: PathBuf,
}

impl Lines {
    fn new() -> Self {
        let folder = Folder::new();
        let path = Path::new(&folder.path("log")).to_owned();
        let log = Log::default();
        log.set_file(&path).unwrap();
        Self { log, _folder: folder, path }
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }
}

/// A certificate and its key.
struct Pair {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Pair {
    /// What nobody else has signed.
    fn self_signed(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        Self { certificate: params.self_signed(&key).unwrap(), key }
    }
}

/// Whose certificates are good.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn sign(&self, host: &str) -> Pair {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        Pair { certificate: params.signed_by(&key, &self.0).unwrap(), key }
    }
}

/// A server's settings with a good default certificate, for `default.test`.
struct Site {
    folder: Folder,
    authority: Authority,
    default: Pair,
    settings: TlsSettings,
}

impl Site {
    fn new() -> Self {
        let folder = Folder::new();
        let authority = Authority::new();
        let default = authority.sign("default.test");
        let (certificate, key) = folder.write_pair("default", &default);
        let settings = TlsSettings { cert_file: Some(certificate), key_file: Some(key), ..TlsSettings::default() };
        Self { folder, authority, default, settings }
    }

    fn configure(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let lines = Lines::new();
        let config = configure(&self.settings, HTTP_1, &lines.log);
        assert_eq!(lines.text(), "");
        config
    }

    /// The text of what is wrong with the settings.
    fn complaint(&self) -> String {
        self.configure().expect_err("nothing is wrong").to_string()
    }

    /// A client that trusts the authority, whatever the host.
    fn client(&self) -> Client {
        Client {
            host: "default.test",
            roots: vec![self.authority.0.der().clone()],
            provider: ring::default_provider(),
            versions: vec![&TLS12, &TLS13],
            own: None,
            protocols: vec![],
        }
    }

    fn shake(&self, client: &Client) -> Result<Shaken, Error> {
        client.shake(&self.configure().unwrap())
    }
}

/// What a client brings.
struct Client {
    host: &'static str,
    roots: Vec<CertificateDer<'static>>,
    provider: CryptoProvider,
    versions: Vec<&'static SupportedProtocolVersion>,
    own: Option<(CertificateDer<'static>, Vec<u8>)>,
    protocols: Vec<Vec<u8>>,
}

/// What came of a handshake.
#[derive(Debug)]
struct Shaken {
    version: ProtocolVersion,
    cipher: CipherSuite,
    /// What the server has presented.
    server: CertificateDer<'static>,
    /// What the client has presented.
    client: Option<CertificateDer<'static>>,
    protocol: Option<Vec<u8>>,
    kind: HandshakeKind,
}

impl Client {
    fn with(mut self, pair: &Pair) -> Self {
        self.own = Some((pair.certificate.der().clone(), pair.key.serialize_der()));
        self
    }

    fn config(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        for root in &self.roots {
            roots.add(root.clone()).unwrap();
        }
        let builder = ClientConfig::builder_with_provider(Arc::new(self.provider.clone()))
            .with_protocol_versions(&self.versions)
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match &self.own {
            Some((certificate, key)) => {
                let key = PrivatePkcs8KeyDer::from(key.clone()).into();
                builder.with_client_auth_cert(vec![certificate.clone()], key).unwrap()
            }
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = self.protocols.clone();
        Arc::new(config)
    }

    fn shake(&self, server: &Arc<ServerConfig>) -> Result<Shaken, Error> {
        shake(&self.config(), self.host, server)
    }
}

/// Carries bytes back and forth until nobody has any. An error is the server's if it has one.
fn shake(client: &Arc<ClientConfig>, host: &'static str, server: &Arc<ServerConfig>) -> Result<Shaken, Error> {
    let mut client = ClientConnection::new(Arc::clone(client), ServerName::try_from(host).unwrap()).unwrap();
    let mut server = ServerConnection::new(Arc::clone(server)).unwrap();
    while client.wants_write() || server.wants_write() {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        let mut bytes = bytes.as_slice();
        while !bytes.is_empty() {
            server.read_tls(&mut bytes).unwrap();
            server.process_new_packets()?;
        }
        let mut bytes = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut bytes).unwrap();
        }
        let mut bytes = bytes.as_slice();
        while !bytes.is_empty() {
            client.read_tls(&mut bytes).unwrap();
            client.process_new_packets()?;
        }
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    Ok(Shaken {
        version: server.protocol_version().unwrap(),
        cipher: server.negotiated_cipher_suite().unwrap().suite(),
        server: client.peer_certificates().unwrap()[0].clone(),
        client: server.peer_certificates().map(|chain| chain[0].clone()),
        protocol: server.alpn_protocol().map(<[u8]>::to_vec),
        kind: server.handshake_kind().unwrap(),
    })
}
