//! Certificates that have signed themselves.
//!
//! webpki judges chains only, and refuses what most tools make when they are asked for a certificate of one's own: one
//! that may sign others. x509-parser, a reader of certificates with a check of signatures by ring, is asked instead.

use tokio_rustls::rustls::CertificateError;
use tokio_rustls::rustls::pki_types::{CertificateDer, UnixTime};
use x509_parser::parse_x509_certificate;
use x509_parser::time::ASN1Time;

/// Whether its own key has signed it, and it is within its dates.
///
/// # Errors
/// What is wrong; [`CertificateError::UnknownIssuer`] if it does not even claim to be its own issuer.
pub(super) fn verify(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), CertificateError> {
    let (rest, certificate) = parse_x509_certificate(certificate).map_err(|_| CertificateError::BadEncoding)?;
    if !rest.is_empty() {
        return Err(CertificateError::BadEncoding);
    }
    if certificate.issuer() != certificate.subject() {
        return Err(CertificateError::UnknownIssuer);
    }
    let now = i64::try_from(now.as_secs()).ok().and_then(|now| ASN1Time::from_timestamp(now).ok());
    let now = now.ok_or(CertificateError::BadEncoding)?;
    if now < certificate.validity().not_before {
        return Err(CertificateError::NotValidYet);
    }
    if now > certificate.validity().not_after {
        return Err(CertificateError::Expired);
    }
    certificate.verify_signature(None).map_err(|_| CertificateError::BadSignature)
}
