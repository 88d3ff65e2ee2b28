//! What can be wrong with the `ssl_*` settings and their files.

use std::io;

use tokio_rustls::rustls;

/// Why there is no TLS with these settings.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A setting is missing.
    #[error("{setting} is not set; {remedy}")]
    Missing {
        /// Its name.
        setting: &'static str,
        /// What would be right.
        remedy: &'static str,
    },
    /// A file is not what its setting wants.
    #[error("{setting} '{file}': {problem}")]
    File {
        /// The setting that names it.
        setting: String,
        /// The path, as it was set.
        file: String,
        /// What is wrong with it.
        problem: FileProblem,
    },
    /// `ssl_sni_certs` has a key that no client can ask for.
    #[error(
        "ssl_sni_certs has '{host}', which is no host name; it takes names like 'example.com' and '*.example.com', \
         and no addresses, which clients don't ask for"
    )]
    Host {
        /// The key.
        host: String,
    },
    /// `ssl_protocols` wants what nobody should speak any more.
    #[error(
        "ssl_protocols is {mask}, with {others}, not spoken here; it takes SWOOLE_SSL_TLSv1_2 (32), \
         SWOOLE_SSL_TLSv1_3 (64), their sum, or 0 for both"
    )]
    Protocols {
        /// Its value.
        mask: i64,
        /// What is in it that is not spoken.
        others: String,
    },
    /// `ssl_ciphers` and `ssl_protocols` have nothing in common with what is spoken.
    #[error("ssl_ciphers '{list}' leaves no cipher{with}; there are: {known}")]
    NoCipher {
        /// Its value.
        list: String,
        /// What is not left without it.
        with: &'static str,
        /// The names that would be right.
        known: String,
    },
    /// Clients must present a certificate, and nothing says which ones are good.
    #[error(
        "ssl_verify_peer is set, and nothing says whom to trust; set ssl_client_cert_file or ssl_cafile to a PEM file \
         with the certificates of authorities, or ssl_capath to a folder of such files"
    )]
    NoRoots,
    /// A client has to know whom to trust, and the system does not say.
    #[error(
        "the server's certificate can't be checked: this system has no certificates of authorities ({reason}); install \
         ca-certificates, or set ssl_cafile to a PEM file with them or ssl_capath to a folder of such files"
    )]
    NoSystemRoots {
        /// In the library's words; may be empty.
        reason: String,
    },
    /// What rustls says when all files are right.
    #[error("TLS can't be configured: {0}")]
    Library(#[from] rustls::Error),
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// The system's.
    #[error("can't be read: {0}")]
    Unreadable(#[from] io::Error),
    /// A block of it is not PEM.
    #[error("is damaged: {0}")]
    Damaged(&'static str),
    /// There is no certificate in it.
    #[error("no certificate in it; it takes PEM, with a line -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    /// There is no certificate in any file of a folder.
    #[error("no certificate in any file of this folder; it takes PEM files")]
    NoCertificates,
    /// A certificate that can't be used.
    #[error("certificate number {number} in it can't be used ({reason}); it takes X.509 of version 3")]
    Certificate {
        /// Counted from 1.
        number: usize,
        /// In the library's words.
        reason: String,
    },
    /// There is no private key in it.
    #[error("no private key in it; it takes PEM, with a line -----BEGIN PRIVATE KEY-----")]
    NoKey,
    /// There is nobody to ask for the passphrase.
    #[error(
        "the private key in it is encrypted; `openssl pkey -in <this file> -out <another>` writes it without passphrase"
    )]
    Encrypted,
    /// A private key that can't be used.
    #[error("the private key in it can't be used; it takes RSA of 2048 bits or more, ECDSA on P-256 or P-384, Ed25519")]
    Key,
    /// A private key of something else.
    #[error("the private key in it does not belong to the first certificate in {cert_setting} '{cert_file}'")]
    OtherKey {
        /// The setting that names the certificate's file.
        cert_setting: String,
        /// The certificate's file.
        cert_file: String,
    },
}
