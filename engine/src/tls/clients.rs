//! Certificates that clients must present: those of known authorities, and, if wanted, those that nobody else has
//! signed.

use std::sync::Arc;

use tokio_rustls::rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use tokio_rustls::rustls::pki_types::{CertificateDer, UnixTime};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{CertificateError, DistinguishedName, Error, RootCertStore};

use super::error::TlsError;
use super::pem::PemFile;
use super::{given, roots, self_signed, signatures};
use crate::log::Log;
use crate::settings::TlsSettings;

/// Who judges clients' certificates; nobody if they need none.
pub(super) fn verifier(
    settings: &TlsSettings,
    provider: &Arc<CryptoProvider>,
    log: &Log,
) -> Result<Option<Arc<dyn ClientCertVerifier>>, TlsError> {
    if !settings.verify_peer {
        return Ok(None);
    }
    let roots = known(settings, log)?;
    let known = if roots.is_empty() {
        None
    } else {
        let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
        Some(builder.build().map_err(|error| Error::General(error.to_string()))?)
    };
    match known {
        known if settings.allow_self_signed => {
            let algorithms = provider.signature_verification_algorithms;
            Ok(Some(Arc::new(OrSelfSigned { known, algorithms })))
        }
        None => Err(TlsError::NoRoots),
        known => Ok(known),
    }
}

fn known(settings: &TlsSettings, log: &Log) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for (name, path) in [("ssl_client_cert_file", &settings.client_cert_file), ("ssl_cafile", &settings.cafile)] {
        if let Some(path) = given(path) {
            roots::add(&mut roots, &PemFile::new(name, path))?;
        }
    }
    if let Some(path) = given(&settings.capath) {
        roots::add_folder(&mut roots, path, log)?;
    }
    Ok(roots)
}

/// Takes what known authorities have signed, and what has signed itself.
#[derive(Debug)]
struct OrSelfSigned {
    known: Option<Arc<dyn ClientCertVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for OrSelfSigned {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        // A client that is told which authorities are known would keep any other certificate to itself.
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let known = match &self.known {
            Some(known) => known.verify_client_cert(end_entity, intermediates, now),
            None => Err(CertificateError::UnknownIssuer.into()),
        };
        known.or_else(|error| match self_signed::verify(end_entity, now) {
            Ok(()) => Ok(ClientCertVerified::assertion()),
            Err(CertificateError::UnknownIssuer) => Err(error),
            Err(error) => Err(error.into()),
        })
    }

    signatures::checked_as_usual!();
}
