//! Which certificate a client gets: that of the host it asks for (SNI, RFC 6066 section 3), or the default.

use std::collections::HashMap;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::DnsName;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys};

use super::error::{FileProblem, TlsError};
use super::given;
use super::pem::PemFile;
use crate::settings::TlsSettings;

/// The certificates of a server, with their keys.
#[derive(Debug)]
pub(super) struct Certificates {
    default: Arc<CertifiedKey>,
    /// By host in lower case, `*` for a first label that may be any.
    hosts: HashMap<String, Arc<CertifiedKey>>,
}

impl Certificates {
    pub(super) fn read(settings: &TlsSettings, provider: &CryptoProvider) -> Result<Self, TlsError> {
        let (Some(certificate), Some(key)) = (given(&settings.cert_file), given(&settings.key_file)) else {
            return Err(match given(&settings.cert_file) {
                None => TlsError::Missing {
                    setting: "ssl_cert_file",
                    remedy: "a port with SWOOLE_SSL needs a PEM file with its certificate",
                },
                Some(_) => TlsError::Missing {
                    setting: "ssl_key_file",
                    remedy: "a port with SWOOLE_SSL needs a PEM file with the private key of its certificate",
                },
            });
        };
        let default = pair(&PemFile::new("ssl_cert_file", certificate), &PemFile::new("ssl_key_file", key), provider)?;
        let default = Arc::new(default);
        let mut hosts = HashMap::new();
        for entry in &settings.sni_certs {
            let host = entry.host.to_ascii_lowercase();
            if DnsName::try_from(host.strip_prefix("*.").unwrap_or(&host)).is_err() {
                return Err(TlsError::Host { host: entry.host.clone() });
            }
            let file = |name, path| PemFile::new(format!("ssl_sni_certs['{}']['{name}']", entry.host), path);
            let certificate = file("ssl_cert_file", &entry.cert_file);
            let key = file("ssl_key_file", &entry.key_file);
            hosts.insert(host, Arc::new(pair(&certificate, &key, provider)?));
        }
        Ok(Self { default, hosts })
    }

    /// The certificate of a host that is in lower case.
    fn find(&self, host: &str) -> Option<&Arc<CertifiedKey>> {
        self.hosts.get(host).or_else(|| {
            let (_, parent) = host.split_once('.')?;
            self.hosts.get(&format!("*.{parent}"))
        })
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // rustls turns names to lower case.
        let certificate = hello.server_name().and_then(|host| self.find(host)).unwrap_or(&self.default);
        Some(Arc::clone(certificate))
    }
}

/// The certificate that a client presents; `None` without one.
pub(super) fn of_client(settings: &TlsSettings, provider: &CryptoProvider) -> Result<Option<CertifiedKey>, TlsError> {
    let Some(certificate) = given(&settings.cert_file) else { return Ok(None) };
    // One file may hold both.
    let (name, key) = given(&settings.key_file).map_or(("ssl_cert_file", certificate), |key| ("ssl_key_file", key));
    pair(&PemFile::new("ssl_cert_file", certificate), &PemFile::new(name, key), provider).map(Some)
}

fn pair(certificate: &PemFile<'_>, key: &PemFile<'_>, provider: &CryptoProvider) -> Result<CertifiedKey, TlsError> {
    let chain = certificate.certificates()?;
    let private_key = provider.key_provider.load_private_key(key.key()?).map_err(|_| key.error(FileProblem::Key))?;
    let certified = CertifiedKey::new(chain, private_key);
    match certified.keys_match() {
        Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(certified),
        Err(Error::InconsistentKeys(_)) => Err(key.error(FileProblem::OtherKey {
            cert_setting: certificate.setting.clone(),
            cert_file: certificate.path.to_owned(),
        })),
        Err(error) => Err(certificate.certificate_error(0, error)),
    }
}
