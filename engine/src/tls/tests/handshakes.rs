//! What a client gets: certificate, version, cipher, protocol.

use tokio_rustls::rustls::{AlertDescription, CipherSuite as Suite, PeerIncompatible};

use super::*;
use crate::settings::SniCertificate;

const BOTH: [&SupportedProtocolVersion; 2] = [&TLS12, &TLS13];

/// What there is of a list, in its order.
fn selected(list: &str) -> Vec<Suite> {
    let lines = Lines::new();
    let suites = ciphers::select(list, &ring::default_provider().cipher_suites, &BOTH, &lines.log).unwrap();
    assert_eq!(lines.text(), "", "{list}");
    suites.iter().map(|suite| suite.suite()).collect()
}

/// The same, of TLS 1.2 only.
fn selected12(list: &str) -> Vec<Suite> {
    selected(list).into_iter().filter(|suite| !TLS13_SUITES.contains(suite)).collect()
}

const TLS13_SUITES: [Suite; 3] =
    [Suite::TLS13_AES_256_GCM_SHA384, Suite::TLS13_AES_128_GCM_SHA256, Suite::TLS13_CHACHA20_POLY1305_SHA256];

#[test]
fn both_versions_are_spoken_and_the_newer_one_is_preferred() {
    let site = Site::new();
    let shaken = site.shake(&site.client()).unwrap();
    assert_eq!(shaken.version, ProtocolVersion::TLSv1_3);
    assert_eq!(shaken.server, *site.default.certificate.der());
    assert_eq!((shaken.client, shaken.protocol), (None, None));

    let old = Client { versions: vec![&TLS12], ..site.client() };
    assert_eq!(site.shake(&old).unwrap().version, ProtocolVersion::TLSv1_2);
}

#[test]
fn a_mask_chooses_the_versions() {
    for (mask, spoken, other) in [(32, &TLS12, &TLS13), (64, &TLS13, &TLS12)] {
        let mut site = Site::new();
        site.settings.protocols = mask;
        assert_eq!(site.shake(&site.client()).unwrap().version, spoken.version);
        site.shake(&Client { versions: vec![other], ..site.client() }).unwrap_err();
    }
    let mut site = Site::new();
    site.settings.protocols = 32 + 64;
    for version in BOTH {
        let client = Client { versions: vec![version], ..site.client() };
        assert_eq!(site.shake(&client).unwrap().version, version.version);
    }
}

#[test]
fn http_2_is_agreed_on_by_alpn_where_it_is_open_and_http_1_1_everywhere() {
    let site = Site::new();
    let both = Client { protocols: vec![b"h2".to_vec(), b"http/1.1".to_vec()], ..site.client() };
    assert_eq!(site.shake(&both).unwrap().protocol.unwrap(), b"http/1.1");
    let other = Client { protocols: vec![b"h2".to_vec()], ..site.client() };
    assert_eq!(site.shake(&other).unwrap_err(), Error::NoApplicationProtocol);
    let open = configure(&site.settings, &[b"h2", b"http/1.1"], &Lines::new().log).unwrap();
    let old = Client { protocols: vec![b"http/1.1".to_vec()], ..site.client() };
    for (client, protocol) in [(both, &b"h2"[..]), (other, b"h2"), (old, b"http/1.1")] {
        assert_eq!(client.shake(&open).unwrap().protocol.unwrap(), protocol);
    }
}

#[test]
fn a_client_that_comes_again_resumes_its_session() {
    let site = Site::new();
    let server = site.configure().unwrap();
    let client = site.client().config();
    let kinds = [(); 2].map(|()| shake(&client, "default.test", &server).unwrap().kind);
    assert_eq!(kinds, [HandshakeKind::Full, HandshakeKind::Resumed]);
}

#[test]
fn the_whole_chain_of_the_file_is_sent() {
    let mut site = Site::new();
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.distinguished_name.push(rcgen::DnType::CommonName, "between");
    let between = CertifiedIssuer::signed_by(params, KeyPair::generate().unwrap(), &site.authority.0).unwrap();
    let leaf = Authority(between).sign_with_chain("default.test");
    site.settings.cert_file = Some(site.folder.write("chain.pem", &leaf.0));
    site.settings.key_file = Some(site.folder.write("chain.key", &leaf.1));
    site.shake(&site.client()).unwrap();
}

impl Authority {
    /// PEM of the certificate with the authority's own behind it, and of the key.
    fn sign_with_chain(&self, host: &str) -> (String, String) {
        let pair = self.sign(host);
        (pair.certificate.pem() + &self.0.pem(), pair.key.serialize_pem())
    }
}

#[test]
fn one_file_may_hold_certificate_and_key() {
    let mut site = Site::new();
    let both = format!("a comment\n{}{}", site.default.key.serialize_pem(), site.default.certificate.pem());
    let path = site.folder.write("both.pem", &both);
    (site.settings.cert_file, site.settings.key_file) = (Some(path.clone()), Some(path));
    site.shake(&site.client()).unwrap();
}

#[test]
fn a_client_gets_the_certificate_of_the_host_it_asks_for() {
    let mut site = Site::new();
    let hosts = ["Example.com", "*.example.org", "special.example.org"];
    let pairs = hosts.map(|host| site.authority.sign(&host.to_ascii_lowercase()));
    for (number, (host, pair)) in hosts.iter().zip(&pairs).enumerate() {
        let (cert_file, key_file) = site.folder.write_pair(&number.to_string(), pair);
        site.settings.sni_certs.push(SniCertificate { host: (*host).into(), cert_file, key_file });
    }
    let presented = |host| {
        // The client itself also refuses a certificate that is not the host's.
        site.shake(&Client { host, ..site.client() }).map(|shaken| shaken.server)
    };
    assert_eq!(presented("example.com").unwrap(), *pairs[0].certificate.der());
    assert_eq!(presented("EXAMPLE.com").unwrap(), *pairs[0].certificate.der());
    assert_eq!(presented("a.example.org").unwrap(), *pairs[1].certificate.der());
    assert_eq!(presented("B.Example.ORG").unwrap(), *pairs[1].certificate.der());
    assert_eq!(presented("special.example.org").unwrap(), *pairs[2].certificate.der());
    assert_eq!(presented("default.test").unwrap(), *site.default.certificate.der());
}

#[test]
fn other_hosts_get_the_default_certificate() {
    let mut site = Site::new();
    let (cert_file, key_file) = site.folder.write_pair("wild", &site.authority.sign("*.example.org"));
    site.settings.sni_certs.push(SniCertificate { host: "*.example.org".into(), cert_file, key_file });
    // A star is one label, and none is not one. What the client then makes of the certificate is its own affair.
    for host in ["example.org", "a.b.example.org", "other.test"] {
        let default = Authority::new();
        let pair = default.sign(host);
        let (cert_file, key_file) = site.folder.write_pair("other", &pair);
        (site.settings.cert_file, site.settings.key_file) = (Some(cert_file), Some(key_file));
        let client = Client { host, roots: vec![default.0.der().clone()], ..site.client() };
        assert_eq!(site.shake(&client).unwrap().server, *pair.certificate.der(), "{host}");
    }
    // Addresses are never asked for.
    let pair = site.authority.sign("127.0.0.1");
    let (cert_file, key_file) = site.folder.write_pair("address", &pair);
    (site.settings.cert_file, site.settings.key_file) = (Some(cert_file), Some(key_file));
    site.shake(&Client { host: "127.0.0.1", ..site.client() }).unwrap();
}

#[test]
fn the_order_of_the_list_counts_if_the_server_is_to_choose() {
    let mut site = Site::new();
    let list = "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256";
    let choice = |site: &Site| {
        let mut client = Client { versions: vec![&TLS12], ..site.client() };
        client
            .provider
            .cipher_suites
            .sort_by_key(|suite| suite.suite() != Suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        site.shake(&client).unwrap().cipher
    };
    site.settings.ciphers = Some(list.into());
    assert_eq!(choice(&site), Suite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    site.settings.prefer_server_ciphers = true;
    assert_eq!(choice(&site), Suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256);
}

#[test]
fn a_client_without_any_cipher_of_the_list_is_refused() {
    let mut site = Site::new();
    site.settings.ciphers = Some("ECDHE-ECDSA-AES128-GCM-SHA256".into());
    let mut client = Client { versions: vec![&TLS12], ..site.client() };
    client.provider.cipher_suites.retain(|suite| suite.suite() == Suite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384);
    let error = site.shake(&client).unwrap_err();
    assert_eq!(error, Error::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon));
    // The list says nothing of TLS 1.3, and so that goes on being spoken.
    site.shake(&site.client()).unwrap();
}

#[test]
fn a_list_of_names_is_taken_in_its_order() {
    assert_eq!(
        selected12("ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305,ECDHE-RSA-AES128-GCM-SHA256"),
        [
            Suite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            Suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
            Suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        ]
    );
}

#[test]
fn the_ciphers_of_tls_1_3_are_all_there_unless_some_are_named() {
    assert_eq!(selected("ECDHE-RSA-AES128-GCM-SHA256")[..3], TLS13_SUITES);
    assert_eq!(selected("HIGH:!AES").iter().filter(|suite| TLS13_SUITES.contains(suite)).count(), 3);
    assert_eq!(
        selected("TLS_CHACHA20_POLY1305_SHA256:ECDHE-RSA-AES128-GCM-SHA256"),
        [Suite::TLS13_CHACHA20_POLY1305_SHA256, Suite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
    );
    assert_eq!(selected("HIGH:!TLS_AES_256_GCM_SHA384")[..2], TLS13_SUITES[1..]);
}

#[test]
fn words_for_groups_mean_what_is_spoken_of_them() {
    let all = selected12("ALL");
    assert_eq!(all.len(), 6);
    for list in ["HIGH", "DEFAULT", "EECDH", "HIGH:!aNULL:!MD5:-RC4", "EECDH+AESGCM:EECDH+CHACHA20:+ECDSA:+aRSA"] {
        assert_eq!(selected12(list).len(), 6, "{list}");
    }
    let chacha =
        [Suite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, Suite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256];
    assert_eq!(selected12("EECDH+CHACHA20"), chacha);
    assert_eq!(selected12("HIGH:!AES"), chacha);
    assert_eq!(selected12("ALL:+CHACHA20")[4..], chacha);
    assert_eq!(selected12("HIGH:-CHACHA20:CHACHA20+aRSA:!AES"), [chacha[1]]);
    assert_eq!(selected12("!aRSA:ECDHE-RSA-AES128-GCM-SHA256:CHACHA20"), [chacha[0]]);
}

#[test]
fn what_is_not_spoken_is_named_in_one_line_of_the_log() {
    let mut site = Site::new();
    site.settings.ciphers = Some("HIGH:AES128-SHA:EDH+AESGCM:!RC4:@STRENGTH".into());
    let lines = Lines::new();
    configure(&site.settings, HTTP_1, &lines.log).unwrap();
    let text = lines.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    let expected = "WARNING ssl_ciphers: passed over, not spoken here: AES128-SHA, EDH+AESGCM, @STRENGTH; there are: \
                    TLS_AES_256_GCM_SHA384, ";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn pem_is_what_openssl_writes() {
    let pair = Site::new().default;
    let expected = pair.certificate.pem().replace("\r\n", "\n");
    assert_eq!(pem(pair.certificate.der()), expected);
}

#[test]
fn a_client_of_older_versions_only_is_refused() {
    // A ClientHello of TLS 1.1 with ECDHE-ECDSA-AES128-SHA, and which signatures it takes.
    let head = [22, 3, 1, 0, 55, 1, 0, 0, 51, 3, 2];
    let ciphers = [0, 0, 2, 0xc0, 0x09, 1, 0];
    let signatures = [0, 8, 0, 13, 0, 4, 0, 2, 4, 3];
    let hello = [&head[..], &[7; 32], &ciphers, &signatures].concat();
    let mut server = ServerConnection::new(Site::new().configure().unwrap()).unwrap();
    server.read_tls(&mut hello.as_slice()).unwrap();
    let error = server.process_new_packets().unwrap_err();
    assert_eq!(error, Error::PeerIncompatible(PeerIncompatible::Tls12NotOffered));
    let mut alert = Vec::new();
    server.write_tls(&mut alert).unwrap();
    assert_eq!(alert.last(), Some(&u8::from(AlertDescription::ProtocolVersion)));
}
