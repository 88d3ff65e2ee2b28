//! The floor: a WebSocket server of tokio-tungstenite alone, on one thread, without PHP. It echoes, and pushes what
//! `GET /broadcast?message=...` says to all.
//!
//! Run by `swoxide-bench`: `floor 127.0.0.1 9501 [--certificate=file --key=file]`.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::{LocalSet, spawn_local};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;

type Users = Rc<RefCell<Vec<UnboundedSender<Message>>>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [host, port, ..] = &words[..] else { anyhow::bail!("usage: floor ADDRESS PORT [--certificate=F --key=F]") };
    let option = |name: &str| words.iter().find_map(|word| word.strip_prefix(name));
    let tls = match (option("--certificate="), option("--key=")) {
        (Some(certificate), Some(key)) => {
            let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<Vec<_>, _>>()?;
            let key = PrivateKeyDer::from_pem_file(key)?;
            let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
            Some(TlsAcceptor::from(Arc::new(config)))
        }
        _ => None,
    };
    let listener = TcpListener::bind((host.as_str(), port.parse()?)).await.context("listen")?;
    LocalSet::new().run_until(accept(listener, tls)).await
}

async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>) -> Result<()> {
    let users = Users::default();
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let (users, tls) = (Rc::clone(&users), tls.clone());
        // Whatever ends a connection ends its task only.
        spawn_local(async move {
            match tls {
                Some(tls) => serve(tls.accept(socket).await?, users).await,
                None if asks_for_page(&socket).await? => answer(socket, users).await,
                None => serve(socket, users).await,
            }
        });
    }
}

async fn asks_for_page(socket: &TcpStream) -> Result<bool> {
    let mut first = [0; 16];
    let count = socket.peek(&mut first).await?;
    Ok(first[..count].starts_with(b"GET /broadcast"))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, users: Users) -> Result<()> {
    let mut socket = accept_async(stream).await?;
    let (sender, mut pushed) = unbounded_channel();
    users.borrow_mut().push(sender);
    loop {
        tokio::select! {
            message = socket.next() => match message {
                Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => socket.send(message).await?,
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Ok(()),
            },
            Some(message) = pushed.recv() => socket.send(message).await?,
        }
    }
}

async fn answer(mut socket: TcpStream, users: Users) -> Result<()> {
    let mut buffer = vec![0; 4096];
    loop {
        // The generator sends one whole request at a time.
        let count = socket.read(&mut buffer).await?;
        let request = std::str::from_utf8(&buffer[..count])?;
        let target = request.split(' ').nth(1).context("no request")?;
        let message = target.split_once("message=").map_or("", |(_, message)| message);
        let message = Message::text(message.to_owned());
        users.borrow_mut().retain(|user| user.send(message.clone()).is_ok());
        socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!").await?;
    }
}
