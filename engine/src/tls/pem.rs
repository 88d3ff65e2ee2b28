//! PEM (RFC 7468): certificates and keys out of files, and a certificate back into text.

use std::fs;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio_rustls::rustls::pki_types::pem::{Error, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, CertificateError};

use super::error::{FileProblem, TlsError};

/// A file, and the setting that names it.
pub(super) struct PemFile<'a> {
    pub(super) setting: String,
    pub(super) path: &'a str,
}

impl<'a> PemFile<'a> {
    pub(super) fn new(setting: impl Into<String>, path: &'a str) -> Self {
        Self { setting: setting.into(), path }
    }

    /// At least one.
    pub(super) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let certificates = CertificateDer::pem_slice_iter(&self.read()?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| self.error(damage(&error)))?;
        if certificates.is_empty() { Err(self.error(FileProblem::NoCertificate)) } else { Ok(certificates) }
    }

    /// The first one.
    pub(super) fn key(&self) -> Result<PrivateKeyDer<'static>, TlsError> {
        let content = self.read()?;
        PrivateKeyDer::from_pem_slice(&content).map_err(|error| {
            self.error(match error {
                // Of the new form (RFC 5958) by its label, of the old one (RFC 1421) by a header in its block.
                _ if contains(&content, b"ENCRYPTED") => FileProblem::Encrypted,
                Error::NoItemsFound => FileProblem::NoKey,
                error => damage(&error),
            })
        })
    }

    pub(super) fn error(&self, problem: FileProblem) -> TlsError {
        TlsError::File { setting: self.setting.clone(), file: self.path.to_owned(), problem }
    }

    /// What rustls says of the certificate at `index` in this file.
    pub(super) fn certificate_error(&self, index: usize, error: rustls::Error) -> TlsError {
        let reason = match error {
            rustls::Error::InvalidCertificate(CertificateError::Other(error)) => error.to_string(),
            rustls::Error::InvalidCertificate(error) => error.to_string(),
            error => return error.into(),
        };
        self.error(FileProblem::Certificate { number: index + 1, reason })
    }

    fn read(&self) -> Result<Vec<u8>, TlsError> {
        fs::read(self.path).map_err(|error| self.error(FileProblem::Unreadable(error)))
    }
}

fn contains(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|window| window == word)
}

/// The library's own texts print lines as lists of numbers.
fn damage(error: &Error) -> FileProblem {
    FileProblem::Damaged(match error {
        Error::MissingSectionEnd { .. } => "a block that begins has no line -----END ...-----",
        Error::IllegalSectionStart { .. } => "a line -----BEGIN ...----- is not whole",
        Error::Base64Decode(_) => "what is between -----BEGIN ...----- and -----END ...----- is not Base64",
        _ => "not PEM",
    })
}

/// A certificate as PEM, as OpenSSL writes it.
pub(crate) fn encode(certificate: &CertificateDer<'_>) -> String {
    const LINE: usize = 48;
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in certificate.chunks(LINE) {
        BASE64_STANDARD.encode_string(line, &mut text);
        text.push('\n');
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text
}
