//! From the `ssl_*` settings and the files that they name to what rustls goes by, for ports ([`configure`]) and for
//! clients ([`configure_client`]). No sockets here.
//!
//! * [`pem`](mod@pem) — files with certificates and keys.
//! * [`hosts`] — which certificate a client gets.
//! * [`ciphers`] — `ssl_ciphers`, a list as OpenSSL writes it.
//! * [`clients`] — certificates that clients must present, [`servers`] — those that servers must; [`self_signed`] is
//!   one kind of them, and [`roots`] are the authorities that sign others.

mod ciphers;
mod clients;
mod error;
mod hosts;
mod pem;
mod roots;
mod self_signed;
mod servers;
mod signatures;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::sign::SingleCertAndKey;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{self, ClientConfig, ServerConfig, SupportedProtocolVersion};

pub use self::error::{FileProblem, TlsError};
pub(crate) use self::pem::encode as pem;
use crate::log::Log;
use crate::settings::TlsSettings;

/// The masks of `SWOOLE_SSL_TLSv1_2` and `SWOOLE_SSL_TLSv1_3`.
const SPOKEN: [(i64, &SupportedProtocolVersion); 2] = [(32, &TLS12), (64, &TLS13)];

/// The other `SWOOLE_SSL_*`.
const NOT_SPOKEN: [(i64, &str); 4] = [
    (2, "SWOOLE_SSL_SSLv2 (2)"),
    (8, "SWOOLE_SSL_TLSv1 (8)"),
    (16, "SWOOLE_SSL_TLSv1_1 (16)"),
    (128, "SWOOLE_SSL_DTLS (128)"),
];

/// Reads the files and makes of them, and of the other settings, what new connections go by, with the names of
/// `protocols` to agree on, the best first. What is odd and can be lived with goes to `log`.
///
/// # Errors
/// The first setting or file that is missing or not right.
pub(crate) fn configure(settings: &TlsSettings, protocols: &[&[u8]], log: &Log) -> Result<Arc<ServerConfig>, TlsError> {
    let versions = versions(settings.protocols, log)?;
    // Given to everything by hand: a default for the process would be one for whatever else PHP has loaded, too.
    let mut provider = ring::default_provider();
    if let Some(list) = given(&settings.ciphers) {
        provider.cipher_suites = ciphers::select(list, &provider.cipher_suites, &versions, log)?;
    }
    let provider = Arc::new(provider);
    let certificates = hosts::Certificates::read(settings, &provider)?;
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(&versions)?;
    let builder = match clients::verifier(settings, &provider, log)? {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(Arc::new(certificates));
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    config.ignore_client_order = settings.prefer_server_ciphers;
    Ok(Arc::new(config))
}

/// The same for a client: whom to trust, and the certificate to present if a server wants one. `protocols` are what to
/// agree on (ALPN). What is odd and can be lived with goes to `log`.
///
/// # Errors
/// The first setting or file that is missing or not right.
pub(crate) fn configure_client(
    settings: &TlsSettings,
    protocols: &[&[u8]],
    log: &Log,
) -> Result<Arc<ClientConfig>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let verifier = servers::verifier(settings, &provider, log)?;
    let own = hosts::of_client(settings, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match own {
        Some(own) => builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(own))),
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(Arc::new(config))
}

/// Whether a client that trusts whom `settings` say takes this certificate of a server, given with those that lead to its root,
/// for `host`.
///
/// # Errors
/// Why it does not, or the first setting or file that is missing or not right.
pub(crate) fn verify_server(
    settings: &TlsSettings,
    certificates: &[CertificateDer<'_>],
    host: &ServerName<'_>,
) -> Result<(), TlsError> {
    let settings = TlsSettings { verify_peer: true, ..settings.clone() };
    let verifier = servers::verifier(&settings, &Arc::new(ring::default_provider()), &Log::default())?;
    let (certificate, others) = certificates.split_first().ok_or(rustls::Error::NoCertificatesPresented)?;
    verifier.verify_server_cert(certificate, others, host, &[], UnixTime::now())?;
    Ok(())
}

/// The text of a setting; an empty one is as good as none.
fn given(setting: &Option<String>) -> Option<&str> {
    setting.as_deref().filter(|text| !text.is_empty())
}

fn versions(mask: i64, log: &Log) -> Result<Vec<&'static SupportedProtocolVersion>, TlsError> {
    let is_wanted = |bit: i64| mask == 0 || mask & bit != 0;
    let wanted: Vec<_> = SPOKEN.iter().filter(|(bit, _)| is_wanted(*bit)).map(|(_, version)| *version).collect();
    let spoken = SPOKEN.iter().map(|(bit, _)| bit).sum::<i64>();
    if wanted.is_empty() {
        return Err(TlsError::Protocols { mask, others: others(mask & !spoken) });
    }
    if mask & !spoken != 0 {
        log.notice(format_args!("ssl_protocols: {} is not spoken here, the others are", others(mask & !spoken)));
    }
    Ok(wanted)
}

/// Names what a mask of `ssl_protocols` holds besides what is spoken.
fn others(mask: i64) -> String {
    let bits = (0..i64::BITS).map(|place| 1 << place).filter(|bit| mask & bit != 0);
    let name = |bit| match NOT_SPOKEN.iter().find(|(known, _)| *known == bit) {
        Some((_, name)) => (*name).to_owned(),
        None => bit.to_string(),
    };
    bits.map(name).collect::<Vec<_>>().join(", ")
}
