//! `ssl_ciphers`: a cipher list as OpenSSL writes it, as far as it is about ciphers that are spoken here.
//!
//! Words are names of ciphers or of groups of them, `+` between them for what is in both; `!` in front excludes for
//! good, `-` until a later word, `+` moves to the end. The groups are about TLS 1.2 only; the ciphers of TLS 1.3 are all
//! there if the list names none of them.

use tokio_rustls::rustls::{CipherSuite, ProtocolVersion, SupportedCipherSuite, SupportedProtocolVersion};

use super::error::TlsError;
use crate::log::Log;

/// What the list says, in its order.
///
/// # Errors
/// Nothing is left.
pub(super) fn select(
    list: &str,
    all: &[SupportedCipherSuite],
    versions: &[&SupportedProtocolVersion],
    log: &Log,
) -> Result<Vec<SupportedCipherSuite>, TlsError> {
    let no_cipher = |with| TlsError::NoCipher { list: list.to_owned(), with, known: names(all) };
    let mut chosen: Vec<SupportedCipherSuite> = Vec::new();
    let mut excluded: Vec<SupportedCipherSuite> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    for word in list.split([':', ',', ';', ' ']).filter(|word| !word.is_empty()) {
        let term = word.trim_start_matches(['!', '-', '+']);
        let found: Vec<_> = all.iter().copied().filter(|suite| matches(*suite, term)).collect();
        match word.as_bytes()[0] {
            b'!' => {
                chosen.retain(|suite| !found.contains(suite));
                excluded.extend(found);
            }
            b'-' => chosen.retain(|suite| !found.contains(suite)),
            b'+' => chosen.sort_by_key(|suite| found.contains(suite)),
            _ if found.is_empty() => unknown.push(word),
            _ => {
                for suite in found {
                    if !chosen.contains(&suite) && !excluded.contains(&suite) {
                        chosen.push(suite);
                    }
                }
            }
        }
    }
    if chosen.is_empty() {
        return Err(no_cipher(""));
    }
    if !chosen.iter().copied().any(is_tls13) {
        let unnamed = all.iter().copied().filter(|suite| is_tls13(*suite) && !excluded.contains(suite));
        chosen = unnamed.chain(chosen).collect();
    }
    if !chosen.iter().any(|suite| versions.contains(&suite.version())) {
        return Err(no_cipher(" for ssl_protocols"));
    }
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        log.warning(format_args!("ssl_ciphers: passed over, not spoken here: {unknown}; there are: {}", names(all)));
    }
    Ok(chosen)
}

fn is_tls13(suite: SupportedCipherSuite) -> bool {
    suite.version().version == ProtocolVersion::TLSv1_3
}

/// Whether a term of the list is about the suite.
fn matches(suite: SupportedCipherSuite, term: &str) -> bool {
    let Some(name) = name(suite) else { return false };
    if term == name {
        return true;
    }
    !is_tls13(suite)
        && term.split('+').all(|group| match group {
            "ALL" | "DEFAULT" | "HIGH" | "AEAD" | "TLSv1.2" => true,
            "EECDH" | "kEECDH" | "ECDHE" | "kECDHE" | "ECDH" => true,
            "ECDSA" | "aECDSA" => name.contains("-ECDSA-"),
            "aRSA" => name.contains("-RSA-"),
            "AES" | "AESGCM" => name.contains("-AES"),
            "AES128" => name.contains("-AES128-"),
            "AES256" => name.contains("-AES256-"),
            "CHACHA20" => name.contains("-CHACHA20-"),
            _ => false,
        })
}

/// OpenSSL's.
fn name(suite: SupportedCipherSuite) -> Option<&'static str> {
    Some(match suite.suite() {
        CipherSuite::TLS13_AES_256_GCM_SHA384 => "TLS_AES_256_GCM_SHA384",
        CipherSuite::TLS13_AES_128_GCM_SHA256 => "TLS_AES_128_GCM_SHA256",
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => "TLS_CHACHA20_POLY1305_SHA256",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 => "ECDHE-ECDSA-AES256-GCM-SHA384",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 => "ECDHE-ECDSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 => "ECDHE-ECDSA-CHACHA20-POLY1305",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 => "ECDHE-RSA-AES256-GCM-SHA384",
        CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 => "ECDHE-RSA-AES128-GCM-SHA256",
        CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 => "ECDHE-RSA-CHACHA20-POLY1305",
        _ => return None,
    })
}

fn names(all: &[SupportedCipherSuite]) -> String {
    all.iter().filter_map(|suite| name(*suite)).collect::<Vec<_>>().join(", ")
}
