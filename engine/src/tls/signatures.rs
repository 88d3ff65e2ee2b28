//! What every judge of certificates says of signatures in a handshake: that the other side has the key of its
//! certificate is checked whoever is trusted.

/// The methods about signatures that `ClientCertVerifier` and `ServerCertVerifier` both ask for, by the name of each;
/// for a struct with `algorithms`.
macro_rules! checked_as_usual {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &tokio_rustls::rustls::pki_types::CertificateDer<'_>,
            signature: &tokio_rustls::rustls::DigitallySignedStruct,
        ) -> Result<tokio_rustls::rustls::client::danger::HandshakeSignatureValid, tokio_rustls::rustls::Error> {
            tokio_rustls::rustls::crypto::verify_tls12_signature(message, certificate, signature, &self.algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &tokio_rustls::rustls::pki_types::CertificateDer<'_>,
            signature: &tokio_rustls::rustls::DigitallySignedStruct,
        ) -> Result<tokio_rustls::rustls::client::danger::HandshakeSignatureValid, tokio_rustls::rustls::Error> {
            tokio_rustls::rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<tokio_rustls::rustls::SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}
pub(super) use checked_as_usual;
