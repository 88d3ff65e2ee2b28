//! Certificates that servers present to a client.

use rcgen::date_time_ymd;
use tokio_rustls::rustls::CertificateError;

use super::*;

/// A client's settings that trust the site's authority.
fn trusting(site: &Site) -> TlsSettings {
    let cafile = Some(site.folder.write("trusted.pem", &site.authority.0.pem()));
    TlsSettings { verify_peer: true, cafile, ..TlsSettings::default() }
}

/// A handshake of a client with these settings, which wants `host`, in both versions.
fn shake_both(settings: &TlsSettings, host: &'static str, site: &Site) -> [Result<Shaken, Error>; 2] {
    let client = configure_client(settings, HTTP_1, &Lines::new().log).unwrap();
    [32, 64].map(|protocols| {
        let settings = TlsSettings { protocols, ..site.settings.clone() };
        let server = configure(&settings, HTTP_1, &Lines::new().log).unwrap();
        shake(&client, host, &server)
    })
}

fn assert_taken(settings: &TlsSettings, host: &'static str, site: &Site) {
    for result in shake_both(settings, host, site) {
        assert_eq!(result.unwrap().protocol.as_deref(), Some(&b"http/1.1"[..]));
    }
}

fn refusals(settings: &TlsSettings, host: &'static str, site: &Site) -> [Error; 2] {
    shake_both(settings, host, site).map(Result::unwrap_err)
}

/// A site whose certificate nobody else has signed.
fn self_signed(change: impl FnOnce(&mut CertificateParams)) -> Site {
    let mut params = CertificateParams::new(vec!["default.test".to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, "alone");
    change(&mut params);
    let mut site = Site::new();
    let (certificate, key) = site.folder.write_pair("alone", &Pair::self_signed(&params));
    site.settings.cert_file = Some(certificate);
    site.settings.key_file = Some(key);
    site
}

#[test]
fn one_of_a_known_authority_is_taken_for_its_host_alone() {
    let site = Site::new();
    assert_taken(&trusting(&site), "default.test", &site);
    for error in refusals(&trusting(&site), "other.test", &site) {
        assert!(matches!(error, Error::InvalidCertificate(CertificateError::NotValidForNameContext { .. })), "{error}");
    }
}

#[test]
fn authorities_come_from_a_file_and_a_folder() {
    let site = Site::new();
    let folder = Folder::new();
    folder.write("one.pem", &site.authority.0.pem());
    let settings = TlsSettings { cafile: None, capath: Some(folder.path("")), ..trusting(&site) };
    assert_taken(&settings, "default.test", &site);
    let stranger = site.folder.write("stranger.pem", &Authority::new().0.pem());
    let settings = TlsSettings { cafile: Some(stranger), ..settings };
    assert_taken(&settings, "default.test", &site);
    assert!(shake_both(&TlsSettings { capath: None, ..settings }, "default.test", &site).iter().all(Result::is_err));
}

#[test]
fn with_ssl_allow_self_signed_one_that_has_signed_itself_is_taken_if_it_is_right() {
    let alone = self_signed(|_| {});
    let strict = trusting(&alone);
    let lenient = TlsSettings { allow_self_signed: true, ..strict.clone() };
    assert_eq!(refusals(&strict, "default.test", &alone), [(); 2].map(|()| CertificateError::UnknownIssuer.into()));
    assert_taken(&lenient, "default.test", &alone);
    assert_taken(
        &lenient,
        "default.test",
        &self_signed(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
    );
    for error in refusals(&lenient, "other.test", &alone) {
        assert!(matches!(error, Error::InvalidCertificate(CertificateError::NotValidForNameContext { .. })), "{error}");
    }
    let old = self_signed(|params| params.not_after = date_time_ymd(2020, 1, 1));
    assert_eq!(refusals(&lenient, "default.test", &old), [(); 2].map(|()| CertificateError::Expired.into()));
    // One that somebody else has signed is none of these.
    let site = Site::new();
    let stranger = site.folder.write("stranger.pem", &Authority::new().0.pem());
    let settings = TlsSettings { cafile: Some(stranger), ..lenient };
    assert!(shake_both(&settings, "default.test", &site).iter().all(Result::is_err));
}

#[test]
fn without_ssl_verify_peer_any_is_taken() {
    let settings = TlsSettings::default();
    assert_taken(&settings, "other.test", &Site::new());
    assert_taken(&settings, "other.test", &self_signed(|params| params.not_after = date_time_ymd(2020, 1, 1)));
}

#[test]
fn the_client_presents_its_own_to_a_server_that_wants_one() {
    let mut site = Site::new();
    let own = site.authority.sign("client");
    let (certificate, key) = site.folder.write_pair("client", &own);
    let both = site.folder.write("both.pem", &(own.certificate.pem() + &own.key.serialize_pem()));
    site.settings.verify_peer = true;
    site.settings.cafile = Some(site.folder.write("authority.pem", &site.authority.0.pem()));
    let settings = trusting(&site);
    for (cert_file, key_file) in [(certificate, Some(key)), (both, None)] {
        let settings = TlsSettings { cert_file: Some(cert_file), key_file, ..settings.clone() };
        for result in shake_both(&settings, "default.test", &site) {
            assert_eq!(result.unwrap().client.as_ref(), Some(own.certificate.der()));
        }
    }
    assert_eq!(refusals(&settings, "default.test", &site), [(); 2].map(|()| Error::NoCertificatesPresented));
}

#[test]
fn files_that_do_not_fit_are_named() {
    let site = Site::new();
    let (certificate, _) = site.folder.write_pair("one", &site.authority.sign("one"));
    let (_, key) = site.folder.write_pair("two", &site.authority.sign("two"));
    let complaint =
        |settings: TlsSettings| configure_client(&settings, &[], &Lines::new().log).unwrap_err().to_string();
    let settings = TlsSettings { cert_file: Some(certificate.clone()), key_file: Some(key), ..trusting(&site) };
    let text = complaint(settings);
    assert!(text.starts_with("ssl_key_file ") && text.contains("does not belong to the first certificate"), "{text}");
    let text = complaint(TlsSettings { cert_file: Some(certificate), ..trusting(&site) });
    assert!(text.starts_with("ssl_cert_file ") && text.contains("no private key in it"), "{text}");
    let text = complaint(TlsSettings { cafile: Some(site.folder.path("missing")), ..trusting(&site) });
    assert!(text.starts_with("ssl_cafile ") && text.contains("can't be read"), "{text}");
}
