//! Certificates of authorities, out of files, folders and the system.

use std::fs;
use std::sync::{Arc, OnceLock};

use tokio_rustls::rustls::RootCertStore;

use super::error::{FileProblem, TlsError};
use super::pem::PemFile;
use crate::log::Log;

/// Adds the certificates of a file.
pub(super) fn add(roots: &mut RootCertStore, file: &PemFile<'_>) -> Result<(), TlsError> {
    for (index, certificate) in file.certificates()?.into_iter().enumerate() {
        roots.add(certificate).map_err(|error| file.certificate_error(index, error))?;
    }
    Ok(())
}

/// Adds those of all files of the folder `ssl_capath`; other things than certificates may lie among them.
pub(super) fn add_folder(roots: &mut RootCertStore, path: &str, log: &Log) -> Result<(), TlsError> {
    let folder = PemFile::new("ssl_capath", path);
    let unreadable = |error| folder.error(FileProblem::Unreadable(error));
    let mut found = false;
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if !file.is_file() {
            continue;
        }
        match add(roots, &PemFile::new("ssl_capath", &file.to_string_lossy())) {
            Ok(()) => found = true,
            Err(TlsError::File { problem: FileProblem::NoCertificate, .. }) => {}
            Err(error) => log.warning(format_args!("{error}; passed over")),
        }
    }
    if found { Ok(()) } else { Err(folder.error(FileProblem::NoCertificates)) }
}

/// The authorities that the system trusts, read once: it takes milliseconds, and a process makes many clients.
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name others, as for OpenSSL.
///
/// # Errors
/// There are none.
pub(super) fn of_system() -> Result<Arc<RootCertStore>, TlsError> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    if let Some(roots) = ROOTS.get() {
        return Ok(Arc::clone(roots));
    }
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Systems have one or the other that rustls does not take; all others count.
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reasons: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
        return Err(TlsError::NoSystemRoots { reason: reasons.join("; ") });
    }
    Ok(Arc::clone(ROOTS.get_or_init(|| Arc::new(roots))))
}
