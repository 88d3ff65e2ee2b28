//! What is encrypted can't be handed over once the first byte has been said, and ends as politely as it can.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use swoxide_engine::link::ClosedBy;
use swoxide_engine::settings::Value;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{Client, handshake, masked};
use crate::server::{Server, wanted};
use crate::{PATIENCE, wait_until};

/// A certificate in files, and who believes in it.
struct Files {
    folder: PathBuf,
    config: Arc<ClientConfig>,
}

impl Files {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("swoxide-handover-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        std::fs::write(folder.join("certificate.pem"), certificate.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), key.serialize_pem()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certificate.der().clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        Self { folder, config: Arc::new(builder.with_root_certificates(roots).with_no_client_auth()) }
    }

    fn server(&self) -> Server {
        let path = |name| Value::String(self.folder.join(name).to_str().unwrap().to_owned());
        let settings = [("ssl_cert_file", path("certificate.pem")), ("ssl_key_file", path("key.pem"))];
        Server::start_with(&settings, wanted(), true)
    }

    fn encrypt(&self, client: Client) -> Client {
        let name = ServerName::try_from("localhost").unwrap();
        let tls = ClientConnection::new(Arc::clone(&self.config), name).unwrap();
        client.over(|socket| Box::new(StreamOwned::new(tls, socket)))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn an_encrypted_websocket_is_closed_with_1012() {
    let files = Files::new();
    let mut server = files.server();
    let mut client = files.encrypt(Client::connect(server.port));
    client.send(handshake("").as_bytes());
    assert!(client.answer().0.starts_with("HTTP/1.1 101"));
    client.send_text("a");
    client.expect_text("a");
    let left = server.begin_reload(PATIENCE);
    client.expect_close(1012);
    client.send(&masked(0x88, &1012_u16.to_be_bytes()));
    client.expect_end();
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn an_encrypted_request_is_answered_before_its_connection_ends() {
    let files = Files::new();
    let mut server = files.server();
    let mut idle = files.encrypt(Client::connect(server.port));
    let mut late = files.encrypt(Client::connect(server.port));
    let mut silent = files.encrypt(Client::connect(server.port));
    idle.send(b"GET /idle HTTP/1.1\r\nHost: localhost\r\n\r\n");
    idle.expect_answer("GET /idle 0 #1");
    silent.finish_handshake();
    late.send(b"GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wait_until("all are there", || server.seen.lock().connected == 3);
    let left = server.begin_reload(PATIENCE);
    idle.expect_end();
    late.expect_answer("late");
    late.expect_end();
    // It has only just come, and is to have what it came for.
    assert!(left.recv_timeout(Duration::from_millis(50)).is_err());
    silent.send(b"GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n");
    silent.expect_answer("GET /silent 0 #1");
    silent.expect_end();
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
}

#[test]
fn what_has_not_begun_to_encrypt_may_begin_with_the_next_one() {
    let files = Files::new();
    let mut server = files.server();
    let client = Client::connect(server.port);
    wait_until("it is accepted", || server.registry.open_count() == 1);
    server.reload();
    server.reload();
    let mut client = files.encrypt(client);
    client.send(handshake("").as_bytes());
    assert!(client.answer().0.starts_with("HTTP/1.1 101"));
    client.send_text("a");
    client.expect_text("a");
    assert_eq!(server.seen.lock().connected, 1);
    drop(client);
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Peer, 2)]);
}
