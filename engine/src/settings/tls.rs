//! The settings of TLS.

/// The `ssl_*` settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TlsSettings {
    /// `ssl_cert_file`: the certificate and those that lead to its root, PEM.
    pub cert_file: Option<String>,
    /// `ssl_key_file`: its private key, PEM.
    pub key_file: Option<String>,
    /// `ssl_protocols`: a mask of `SWOOLE_SSL_TLSv1_2` and `SWOOLE_SSL_TLSv1_3`; 0 for both.
    pub protocols: i64,
    /// `ssl_ciphers`: names as OpenSSL writes them, with colons between.
    pub ciphers: Option<String>,
    /// `ssl_prefer_server_ciphers`: the order of the server's list counts, not the client's.
    pub prefer_server_ciphers: bool,
    /// `ssl_verify_peer`: clients must present a certificate.
    pub verify_peer: bool,
    /// `ssl_allow_self_signed`: of clients, also one that nobody else has signed.
    pub allow_self_signed: bool,
    /// `ssl_client_cert_file`: roots of clients' certificates, PEM.
    pub client_cert_file: Option<String>,
    /// `ssl_cafile`: more of them.
    pub cafile: Option<String>,
    /// `ssl_capath`: a folder of files with more of them.
    pub capath: Option<String>,
    /// `ssl_sni_certs`: certificates of other host names.
    pub sni_certs: Vec<SniCertificate>,
}

/// An entry of `ssl_sni_certs`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SniCertificate {
    /// A host name; `*.` in front stands for one label.
    pub host: String,
    /// As [`TlsSettings::cert_file`].
    pub cert_file: String,
    /// As [`TlsSettings::key_file`].
    pub key_file: String,
}
