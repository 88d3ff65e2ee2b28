//! Certificates that servers present to a client: those that known authorities have signed for the host that was asked
//! for; if wanted, those that nobody else has signed, or any.

use std::sync::Arc;

use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore, client::verify_server_name};

use super::error::TlsError;
use super::pem::PemFile;
use super::{given, roots, self_signed, signatures};
use crate::log::Log;
use crate::settings::TlsSettings;

/// Who judges the certificates of servers.
pub(super) fn verifier(
    settings: &TlsSettings,
    provider: &Arc<CryptoProvider>,
    log: &Log,
) -> Result<Arc<dyn ServerCertVerifier>, TlsError> {
    let algorithms = provider.signature_verification_algorithms;
    if !settings.verify_peer {
        return Ok(Arc::new(Lenient { known: None, algorithms }));
    }
    let builder = WebPkiServerVerifier::builder_with_provider(known(settings, log)?, Arc::clone(provider));
    let known = builder.build().map_err(|error| Error::General(error.to_string()))?;
    if settings.allow_self_signed { Ok(Arc::new(Lenient { known: Some(known), algorithms })) } else { Ok(known) }
}

/// What `ssl_cafile` and `ssl_capath` name counts in place of what the system trusts.
fn known(settings: &TlsSettings, log: &Log) -> Result<Arc<RootCertStore>, TlsError> {
    let (file, folder) = (given(&settings.cafile), given(&settings.capath));
    if file.is_none() && folder.is_none() {
        return roots::of_system();
    }
    let mut roots = RootCertStore::empty();
    if let Some(path) = file {
        roots::add(&mut roots, &PemFile::new("ssl_cafile", path))?;
    }
    if let Some(path) = folder {
        roots::add_folder(&mut roots, path, log)?;
    }
    Ok(Arc::new(roots))
}

/// Takes what known authorities have signed, and what has signed itself for the right host; or, if nobody is known to
/// it, anything. That the server has the certificate's key is checked in any case.
#[derive(Debug)]
struct Lenient {
    known: Option<Arc<WebPkiServerVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(known) = &self.known else { return Ok(ServerCertVerified::assertion()) };
        known.verify_server_cert(end_entity, intermediates, host, ocsp_response, now).or_else(|error| {
            match self_signed::verify(end_entity, now) {
                Ok(()) => verify_server_name(&ParsedCertificate::try_from(end_entity)?, host)
                    .map(|()| ServerCertVerified::assertion()),
                Err(CertificateError::UnknownIssuer) => Err(error),
                Err(error) => Err(error.into()),
            }
        })
    }

    signatures::checked_as_usual!();
}
