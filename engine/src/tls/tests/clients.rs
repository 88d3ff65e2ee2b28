//! Certificates that clients must present.

use rcgen::date_time_ymd;
use tokio_rustls::rustls::CertificateError;
use tokio_rustls::rustls::pki_types::UnixTime;

use super::*;

/// A site that wants certificates of its authority.
fn site() -> Site {
    let mut site = Site::new();
    site.settings.verify_peer = true;
    site.settings.client_cert_file = Some(site.folder.write("authority.pem", &site.authority.0.pem()));
    site
}

/// The same, or a certificate that nobody else has signed.
fn lenient_site() -> Site {
    let mut site = site();
    site.settings.allow_self_signed = true;
    site
}

/// Both versions judge a client's certificate at different places.
fn shake_both(site: &Site, pair: Option<&Pair>) -> [Result<Shaken, Error>; 2] {
    [&TLS12, &TLS13].map(|version| {
        let client = Client { versions: vec![version], ..site.client() };
        site.shake(&match pair {
            Some(pair) => client.with(pair),
            None => client,
        })
    })
}

fn assert_taken(site: &Site, pair: &Pair) {
    for result in shake_both(site, Some(pair)) {
        assert_eq!(result.unwrap().client.as_ref(), Some(pair.certificate.der()));
    }
}

fn assert_refused(site: &Site, pair: Option<&Pair>, error: &Error) {
    for result in shake_both(site, pair) {
        assert_eq!(result.unwrap_err(), *error);
    }
}

fn own(change: impl FnOnce(&mut CertificateParams)) -> Pair {
    let mut params = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, "client");
    change(&mut params);
    Pair::self_signed(&params)
}

fn unknown_issuer() -> Error {
    CertificateError::UnknownIssuer.into()
}

#[test]
fn without_ssl_verify_peer_none_is_asked_for() {
    let mut site = site();
    site.settings.verify_peer = false;
    for result in shake_both(&site, Some(&site.authority.sign("client"))) {
        assert_eq!(result.unwrap().client, None);
    }
}

#[test]
fn one_of_a_known_authority_is_taken() {
    let site = site();
    assert_taken(&site, &site.authority.sign("client"));
}

#[test]
fn none_is_refused() {
    assert_refused(&site(), None, &Error::NoCertificatesPresented);
    assert_refused(&lenient_site(), None, &Error::NoCertificatesPresented);
}

#[test]
fn one_of_an_unknown_authority_is_refused() {
    let stranger = Authority::new();
    let mut params = CertificateParams::new(vec!["client".to_owned()]).unwrap();
    params.distinguished_name.push(rcgen::DnType::CommonName, "client");
    let key = KeyPair::generate().unwrap();
    let mut other = CertificateParams::new(vec![]).unwrap();
    other.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    other.distinguished_name.push(rcgen::DnType::CommonName, "stranger");
    let issuer = CertifiedIssuer::self_signed(other, KeyPair::generate().unwrap()).unwrap();
    let pair = Pair { certificate: params.signed_by(&key, &issuer).unwrap(), key };
    assert_refused(&site(), Some(&pair), &unknown_issuer());
    assert_refused(&lenient_site(), Some(&pair), &unknown_issuer());
    // The same name as the known authority, and another key.
    let error = CertificateError::BadSignature.into();
    assert_refused(&site(), Some(&stranger.sign("client")), &error);
}

#[test]
fn authorities_come_from_two_files_and_a_folder() {
    let (a, b, c) = (Authority::new(), Authority::new(), Authority::new());
    let mut site = Site::new();
    site.settings.verify_peer = true;
    site.settings.client_cert_file = Some(site.folder.write("a.pem", &a.0.pem()));
    site.settings.cafile = Some(site.folder.write("b.pem", &b.0.pem()));
    let folder = Folder::new();
    folder.write("c.0", &c.0.pem());
    folder.write("README", "not a certificate");
    folder.write("key.pem", &KeyPair::generate().unwrap().serialize_pem());
    fs::create_dir(folder.0.join("more")).unwrap();
    site.settings.capath = Some(folder.path(""));
    for authority in [&a, &b, &c] {
        assert_taken(&site, &authority.sign("client"));
    }
    assert_refused(&site, Some(&site.authority.sign("client")), &CertificateError::BadSignature.into());
}

#[test]
fn a_damaged_file_of_the_folder_is_passed_over_and_told() {
    let mut site = site();
    let folder = Folder::new();
    folder.write("good.pem", &Authority::new().0.pem());
    let bad = folder.write("bad.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    site.settings.capath = Some(folder.path(""));
    let lines = Lines::new();
    configure(&site.settings, HTTP_1, &lines.log).unwrap();
    let text = lines.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    let expected = format!(
        "WARNING ssl_capath '{bad}': is damaged: a block that begins has no line -----END ...-----; passed over"
    );
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn a_self_signed_one_is_refused_by_default() {
    assert_refused(&site(), Some(&own(|_| {})), &unknown_issuer());
}

#[test]
fn a_self_signed_one_is_taken_if_that_is_allowed() {
    let site = lenient_site();
    assert_taken(&site, &own(|_| {}));
    assert_taken(&site, &site.authority.sign("client"));
    // What `openssl req -x509` makes.
    assert_taken(&site, &own(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)));
}

#[test]
fn self_signed_ones_need_no_authority_to_be_known() {
    let mut site = lenient_site();
    site.settings.client_cert_file = None;
    assert_taken(&site, &own(|_| {}));
    assert_refused(&site, None, &Error::NoCertificatesPresented);
    let stranger = Authority::new();
    assert_refused(&site, Some(&stranger.sign("client")), &CertificateError::BadSignature.into());
}

#[test]
fn a_self_signed_one_must_be_within_its_dates() {
    let site = {
        let mut site = lenient_site();
        site.settings.client_cert_file = None;
        site
    };
    let early = own(|params| params.not_before = date_time_ymd(2999, 1, 1));
    assert_refused(&site, Some(&early), &CertificateError::NotValidYet.into());
    let late = own(|params| params.not_after = date_time_ymd(1999, 12, 31));
    assert_refused(&site, Some(&late), &CertificateError::Expired.into());
}

#[test]
fn dates_count_to_the_second_in_both_their_forms() {
    // 2049 is written with two digits of the year, 2050 with four; in 1970 the two are 70.
    for (year, start) in [(1970, 0), (2049, 2_493_072_000), (2050, 2_524_608_000)] {
        let pair = own(|params| {
            params.not_before = date_time_ymd(year, 1, 1);
            params.not_after = date_time_ymd(year, 1, 2);
        });
        let at = |seconds| {
            let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
            self_signed::verify(pair.certificate.der(), now)
        };
        assert_eq!(at(start), Ok(()), "{year}");
        assert_eq!(at(start + 86_400), Ok(()), "{year}");
        assert_eq!(at(start + 86_401), Err(CertificateError::Expired), "{year}");
        if start > 0 {
            assert_eq!(at(start - 1), Err(CertificateError::NotValidYet), "{year}");
        }
    }
}

#[test]
fn a_self_signed_one_of_any_usual_key_is_recognised() {
    for algorithm in [&rcgen::PKCS_ECDSA_P256_SHA256, &rcgen::PKCS_ECDSA_P384_SHA384, &rcgen::PKCS_ED25519] {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let certificate = CertificateParams::new(vec![]).unwrap().self_signed(&key).unwrap();
        assert_eq!(self_signed::verify(certificate.der(), UnixTime::now()), Ok(()));
    }
}

#[test]
fn a_damaged_certificate_is_never_taken_for_a_self_signed_one() {
    let good = own(|_| {}).certificate.der().to_vec();
    let verify = |bytes: Vec<u8>| self_signed::verify(&bytes.into(), UnixTime::now());
    assert_eq!(verify(good.clone()), Ok(()));
    for length in 0..good.len() {
        verify(good[..length].to_vec()).unwrap_err();
    }
    // What is signed begins behind the tag and the length of the whole.
    let signed = x509_parser::parse_x509_certificate(&good).unwrap().1.tbs_certificate.as_ref().len();
    for place in (0..4 + signed).chain(good.len() - 60..good.len()) {
        let mut bad = good.clone();
        bad[place] ^= 1;
        assert!(verify(bad).is_err(), "byte {place} of {}", good.len());
    }
    let mut longer = good;
    longer.push(0);
    verify(longer).unwrap_err();
}
