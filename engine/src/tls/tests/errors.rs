//! What is said of settings and files that are not right: the setting, the file, what is wrong, what would be right.

use super::*;
use crate::settings::SniCertificate;

/// Base64 that is no certificate and no key.
const NONSENSE: &str = "MAMCAQE=";

fn block(label: &str, content: &str) -> String {
    format!("-----BEGIN {label}-----\n{content}\n-----END {label}-----\n")
}

fn with_cert_file(content: &str) -> (String, String) {
    let mut site = Site::new();
    let path = site.folder.write("site.pem", content);
    site.settings.cert_file = Some(path.clone());
    (site.complaint(), path)
}

fn with_key_file(content: &str) -> (String, String) {
    let mut site = Site::new();
    let path = site.folder.write("site.key", content);
    site.settings.key_file = Some(path.clone());
    (site.complaint(), path)
}

#[test]
fn a_missing_setting() {
    for empty in [None, Some(String::new())] {
        let mut site = Site::new();
        site.settings.cert_file = empty.clone();
        assert_eq!(
            site.complaint(),
            "ssl_cert_file is not set; a port with SWOOLE_SSL needs a PEM file with its certificate"
        );
        let mut site = Site::new();
        site.settings.key_file = empty;
        assert_eq!(
            site.complaint(),
            "ssl_key_file is not set; a port with SWOOLE_SSL needs a PEM file with the private key of its certificate"
        );
    }
}

#[test]
fn a_missing_file() {
    let mut site = Site::new();
    let path = site.folder.path("nowhere.pem");
    site.settings.cert_file = Some(path.clone());
    let reason = "can't be read: No such file or directory (os error 2)";
    assert_eq!(site.complaint(), format!("ssl_cert_file '{path}': {reason}"));
    let mut site = Site::new();
    site.settings.key_file = Some(path.clone());
    assert_eq!(site.complaint(), format!("ssl_key_file '{path}': {reason}"));
    let mut site = Site::new();
    site.settings.cert_file = Some(site.folder.path(""));
    assert!(site.complaint().ends_with("can't be read: Is a directory (os error 21)"), "{}", site.complaint());
}

#[test]
fn a_file_without_a_certificate() {
    for content in ["", "hello\n", &KeyPair::generate().unwrap().serialize_pem()] {
        let (complaint, path) = with_cert_file(content);
        assert_eq!(
            complaint,
            format!(
                "ssl_cert_file '{path}': no certificate in it; it takes PEM, with a line -----BEGIN CERTIFICATE-----"
            )
        );
    }
}

#[test]
fn a_file_without_a_private_key() {
    for content in ["", "hello\n", &Authority::new().0.pem()] {
        let (complaint, path) = with_key_file(content);
        assert_eq!(
            complaint,
            format!(
                "ssl_key_file '{path}': no private key in it; it takes PEM, with a line -----BEGIN PRIVATE KEY-----"
            )
        );
    }
}

#[test]
fn an_encrypted_private_key() {
    let old = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nMAMCAQE=";
    for content in [block("ENCRYPTED PRIVATE KEY", NONSENSE), block("RSA PRIVATE KEY", old)] {
        let (complaint, path) = with_key_file(&content);
        assert_eq!(
            complaint,
            format!(
                "ssl_key_file '{path}': the private key in it is encrypted; `openssl pkey -in <this file> -out \
                 <another>` writes it without passphrase"
            )
        );
    }
}

#[test]
fn a_damaged_file() {
    for (content, damage) in [
        ("-----BEGIN CERTIFICATE-----\nMAMC\n", "a block that begins has no line -----END ...-----"),
        ("-----BEGIN CERTIFICATE\nMAMC\n", "a line -----BEGIN ...----- is not whole"),
        (&block("CERTIFICATE", "?"), "what is between -----BEGIN ...----- and -----END ...----- is not Base64"),
    ] {
        let (complaint, path) = with_cert_file(content);
        assert_eq!(complaint, format!("ssl_cert_file '{path}': is damaged: {damage}"));
        let (complaint, path) = with_key_file(&content.replace("CERTIFICATE", "PRIVATE KEY"));
        assert_eq!(complaint, format!("ssl_key_file '{path}': is damaged: {damage}"));
    }
}

#[test]
fn a_certificate_or_key_that_can_not_be_used() {
    let (complaint, path) = with_cert_file(&block("CERTIFICATE", NONSENSE));
    assert_eq!(
        complaint,
        format!(
            "ssl_cert_file '{path}': certificate number 1 in it can't be used (BadEncoding); \
             it takes X.509 of version 3"
        )
    );
    let (complaint, path) = with_key_file(&block("PRIVATE KEY", NONSENSE));
    assert_eq!(
        complaint,
        format!(
            "ssl_key_file '{path}': the private key in it can't be used; it takes RSA of 2048 bits or more, \
             ECDSA on P-256 or P-384, Ed25519"
        )
    );
}

#[test]
fn a_key_of_another_certificate() {
    let mut site = Site::new();
    let key = site.folder.write("other.key", &KeyPair::generate().unwrap().serialize_pem());
    site.settings.key_file = Some(key.clone());
    assert_eq!(
        site.complaint(),
        format!(
            "ssl_key_file '{key}': the private key in it does not belong to the first certificate in \
             ssl_cert_file '{}'",
            site.settings.cert_file.as_ref().unwrap()
        )
    );
}

#[test]
fn a_host_s_file_is_named_with_its_host() {
    let mut site = Site::new();
    let (cert_file, key_file) = site.folder.write_pair("host", &site.authority.sign("example.com"));
    let gone = site.folder.path("gone");
    let good = SniCertificate { host: "example.com".into(), cert_file, key_file };
    site.settings.sni_certs = vec![good.clone(), SniCertificate { cert_file: gone.clone(), ..good.clone() }];
    assert_eq!(
        site.complaint(),
        format!(
            "ssl_sni_certs['example.com']['ssl_cert_file'] '{gone}': can't be read: \
             No such file or directory (os error 2)"
        )
    );
    site.settings.sni_certs =
        vec![SniCertificate { key_file: site.settings.key_file.clone().unwrap(), ..good.clone() }];
    let complaint = site.complaint();
    assert!(complaint.starts_with("ssl_sni_certs['example.com']['ssl_key_file'] '"), "{complaint}");
    let end = format!("the first certificate in ssl_sni_certs['example.com']['ssl_cert_file'] '{}'", good.cert_file);
    assert!(complaint.ends_with(&end), "{complaint}");
}

#[test]
fn a_host_that_is_none() {
    for host in ["", "127.0.0.1", "*", "*.*.example.com", "a.*.example.com", "https://example.com", "*."] {
        let mut site = Site::new();
        site.settings.sni_certs.push(SniCertificate { host: host.into(), ..SniCertificate::default() });
        assert_eq!(
            site.complaint(),
            format!(
                "ssl_sni_certs has '{host}', which is no host name; it takes names like 'example.com' and \
                 '*.example.com', and no addresses, which clients don't ask for"
            )
        );
    }
}

#[test]
fn a_version_that_is_not_spoken() {
    for (mask, others) in [
        (8, "SWOOLE_SSL_TLSv1 (8)"),
        (2 + 16, "SWOOLE_SSL_SSLv2 (2), SWOOLE_SSL_TLSv1_1 (16)"),
        (128 + 256, "SWOOLE_SSL_DTLS (128), 256"),
        (1, "1"),
    ] {
        let mut site = Site::new();
        site.settings.protocols = mask;
        assert_eq!(
            site.complaint(),
            format!(
                "ssl_protocols is {mask}, with {others}, not spoken here; it takes SWOOLE_SSL_TLSv1_2 (32), \
                 SWOOLE_SSL_TLSv1_3 (64), their sum, or 0 for both"
            )
        );
    }
}

#[test]
fn of_versions_some_of_which_are_not_spoken_the_others_are() {
    let mut site = Site::new();
    site.settings.protocols = 16 + 32;
    let lines = Lines::new();
    configure(&site.settings, HTTP_1, &lines.log).unwrap();
    assert!(lines.text().contains("ssl_protocols: SWOOLE_SSL_TLSv1_1 (16) is not spoken here"), "{}", lines.text());
}

#[test]
fn a_list_of_ciphers_that_leaves_none() {
    const KNOWN: &str = "TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256, \
                         ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-ECDSA-CHACHA20-POLY1305, \
                         ECDHE-RSA-AES256-GCM-SHA384, ECDHE-RSA-AES128-GCM-SHA256, ECDHE-RSA-CHACHA20-POLY1305";
    for list in ["RC4-SHA:AES128-SHA", "HIGH:!ALL", "!aNULL", ":"] {
        let mut site = Site::new();
        site.settings.ciphers = Some(list.into());
        assert_eq!(site.complaint(), format!("ssl_ciphers '{list}' leaves no cipher; there are: {KNOWN}"));
    }
    let mut site = Site::new();
    site.settings.ciphers = Some("TLS_AES_128_GCM_SHA256".into());
    site.settings.protocols = 32;
    assert_eq!(
        site.complaint(),
        format!("ssl_ciphers 'TLS_AES_128_GCM_SHA256' leaves no cipher for ssl_protocols; there are: {KNOWN}")
    );
}

#[test]
fn nobody_to_trust() {
    let mut site = Site::new();
    site.settings.verify_peer = true;
    assert_eq!(
        site.complaint(),
        "ssl_verify_peer is set, and nothing says whom to trust; set ssl_client_cert_file or ssl_cafile to a PEM file \
         with the certificates of authorities, or ssl_capath to a folder of such files"
    );
}

#[test]
fn files_of_authorities_without_any() {
    for allow_self_signed in [false, true] {
        let mut site = Site::new();
        site.settings.verify_peer = true;
        site.settings.allow_self_signed = allow_self_signed;
        let empty = site.folder.write("empty.pem", "");
        let nothing = "no certificate in it; it takes PEM, with a line -----BEGIN CERTIFICATE-----";
        site.settings.cafile = Some(empty.clone());
        assert_eq!(site.complaint(), format!("ssl_cafile '{empty}': {nothing}"));
        site.settings.client_cert_file = Some(empty.clone());
        assert_eq!(site.complaint(), format!("ssl_client_cert_file '{empty}': {nothing}"));
    }
}

#[test]
fn a_file_of_authorities_with_a_bad_one() {
    let mut site = Site::new();
    site.settings.verify_peer = true;
    let bad = site.folder.write("bad.pem", &(site.authority.0.pem() + &block("CERTIFICATE", NONSENSE)));
    site.settings.cafile = Some(bad.clone());
    assert_eq!(
        site.complaint(),
        format!(
            "ssl_cafile '{bad}': certificate number 2 in it can't be used (BadEncoding); it takes X.509 of version 3"
        )
    );
}

#[test]
fn a_folder_of_authorities_without_any() {
    let mut site = Site::new();
    site.settings.verify_peer = true;
    let folder = Folder::new();
    folder.write("README", "nothing here");
    site.settings.capath = Some(folder.path(""));
    assert_eq!(
        site.complaint(),
        format!("ssl_capath '{}': no certificate in any file of this folder; it takes PEM files", folder.path(""))
    );
    let gone = folder.path("gone");
    site.settings.capath = Some(gone.clone());
    assert_eq!(site.complaint(), format!("ssl_capath '{gone}': can't be read: No such file or directory (os error 2)"));
}
