//! What a synchronous client does: on the thread that calls it, which waits, while PHP's signal handlers and time limits work.

use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

use ext_php_rs::types::Zval;
use swoxide_engine::client::kept::{self, ConnectionKey};
use swoxide_engine::client::{ClientError, Connection, Destination, Ending, Family, Kind, Opening, Piece, Received};
use swoxide_engine::settings::ConnectionSettings;
use swoxide_engine::shared::wait::Patience;

use super::event_driven;
use super::{
    Client, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, Open, State, TORN, code, explained, fail, not_connected, note, of,
    place, refuse, show,
};
use crate::classes::{file_part, warn};
use crate::worker::watched;
use crate::zend::error::{Failure, warning};
use crate::zend::interrupt;
use crate::zend::method::{Call, CallableArgument, CallableCache, Outcome, StringArgument, arguments, bytes};
use crate::zend::value::to_string;

/// The longest `recv()`, in bytes: of more PHP could make no string at all on a machine of 32 bits.
const LONGEST: i64 = 1 << 30;

/// Waits for `work` for so many seconds; for ever with a negative number. Nobody else can use the client meanwhile.
pub(super) fn busy<R>(client: &Client, seconds: f64, work: impl FnOnce(&mut Patience<'_>) -> R) -> Result<R, Failure> {
    client.state.replace(State::Busy);
    let result = interrupt::waiting(seconds, |mut patience| work(&mut patience));
    client.state.replace(State::Idle);
    result
}

/// Works with the connection for as long as sending or receiving may take; `None` if there is no connection. When the time is
/// over it was of no use: the system's error for that, as with Swoole.
fn with_connection<R>(
    client: &Client,
    work: impl FnOnce(&mut Connection, &mut Patience<'_>) -> R,
) -> Result<Option<R>, Failure> {
    let mut open = match client.state.take() {
        State::Open(open) => open,
        other => {
            client.state.replace(other);
            return Ok(None);
        }
    };
    let seconds = seconds(client.settings.borrow().time_limit(open.timeout));
    let result = busy(client, seconds, |patience| work(&mut open.connection, patience));
    watched::set_unread(open.connection.as_fd().as_raw_fd(), open.connection.has_unread());
    client.state.replace(State::Open(open));
    result.map(Some)
}

fn seconds(limit: Option<Duration>) -> f64 {
    limit.map_or(-1.0, |limit| limit.as_secs_f64())
}

pub(super) fn connect(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|ldl", host: StringArgument, port: i64, timeout: f64 = 0.5, flag: i64);
    let (client, kind) = of(call)?;
    let host = bytes(call, host).unwrap_or_default();
    if client.is_async.get() && !matches!(*client.state.borrow(), State::Idle) {
        warn("the client connects already, or is connected: close() comes first");
        return call.give(false);
    }
    if kind.is_stream && client.is_connected() {
        warn("connection to the server has already been established: close() comes first");
        return call.give(false);
    }
    let Some(to) = destination(kind, host, port) else {
        let message = if host.is_empty() {
            "the host is empty".to_owned()
        } else {
            format!("the port is invalid: {port} must be from 1 to 65535")
        };
        return refuse(call, libc::EINVAL.into(), &message);
    };
    let this = call.this()?;
    // One that the server has ended.
    drop(client.state.take());
    show(this, None);
    let id = to_string(&this.slot(place::ID))?.to_vec();
    let settings = client.settings.borrow().clone();
    let key = ConnectionKey::new(kind, to, id, &settings);
    if client.is_async.get() {
        return event_driven::connect(call, key, timeout, flag != 0);
    }
    let kept = if client.keeps.get() { kept::take_connection(&key) } else { None };
    let opened = match kept {
        Some((mut connection, reuses)) => {
            connection.set_framing(&settings);
            Ok((connection, reuses))
        }
        // As with Swoole: the time limit of `connect()` is for that alone if there is another one.
        None => open(client, &key, &settings, timeout, flag != 0)?.map(|connection| (connection, 0)),
    };
    match opened {
        Ok((connection, reuses)) => {
            let open = Open { connection, key, timeout, reuses };
            show(this, Some(&open));
            client.state.replace(State::Open(Box::new(open)));
            note(this, 0);
            call.give(true)
        }
        Err(error) => {
            let what = format!("connect to server[{}] failed", key.to);
            fail(call, &what, &error)
        }
    }
}

fn open(
    client: &Client,
    key: &ConnectionKey,
    settings: &ConnectionSettings,
    timeout: f64,
    is_exclusive: bool,
) -> Result<Result<Connection, ClientError>, Failure> {
    let limit = Duration::try_from_secs_f64(timeout).ok().filter(|limit| !limit.is_zero());
    busy(client, seconds(limit), |patience| {
        Opening::begin(key.kind, &key.to, settings, is_exclusive).and_then(|opening| opening.wait(patience))
    })
}

/// Where to connect to; `None` if that is nowhere.
fn destination(kind: Kind, host: &[u8], port: i64) -> Option<Destination> {
    let port = if kind.family == Family::Unix { Some(0) } else { u16::try_from(port).ok().filter(|port| *port > 0) };
    (!host.is_empty()).then_some(Destination { host: host.to_vec(), port: port? })
}

pub(super) fn receive(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|ll", size: i64 = 65_536, flags: i64);
    let (client, _) = of(call)?;
    if client.is_async.get() {
        return refuse(call, code::INVALID_PARAMS, "an asynchronous client gets what comes by on('receive', ...)");
    }
    let known = MSG_PEEK | MSG_DONTWAIT | MSG_WAITALL;
    if !(1..=LONGEST).contains(&size) {
        return refuse(call, libc::EINVAL.into(), &format!("$size [{size}] must be from 1 to {LONGEST}"));
    }
    // `true`, as the oldest programs have it, waits for all.
    let flags = if flags == 1 { MSG_WAITALL } else { flags };
    if flags & !known != 0 {
        let message = format!(
            "$flag [{flags}] is not known: use Swoole\\Client::MSG_PEEK, MSG_WAITALL or MSG_DONTWAIT, or-ed if several"
        );
        return refuse(call, libc::EINVAL.into(), &message);
    }
    let size = usize::try_from(size).unwrap_or_default();
    let (peek, whole) = (flags & MSG_PEEK != 0, flags & MSG_WAITALL != 0);
    let received = with_connection(client, |connection, patience| {
        if flags & MSG_DONTWAIT == 0 {
            return connection.receive(size, peek, whole, patience);
        }
        connection.take(size, peek, whole)?.ok_or(ClientError::TimeOver("before something came"))
    })?;
    match received {
        None => not_connected(call),
        Some(Ok(Received::Data(data))) => {
            note(call.this()?, 0);
            call.give(&*data)
        }
        Some(Ok(Received::End(Ending { cut: 0 }))) => {
            note(call.this()?, 0);
            call.give("")
        }
        Some(Ok(Received::End(Ending { cut }))) => {
            note(call.this()?, libc::ECONNRESET.into());
            warning(&format!(
                "the server has ended the connection in a package, of which {cut} bytes came: they are lost"
            ));
            call.give("")
        }
        Some(Err(error)) => {
            if matches!(error, ClientError::Package(_)) {
                // Nothing that comes now can be told apart.
                drop(client.state.take());
                show(call.this()?, None);
            }
            fail(call, "recv() failed", &timed(error))
        }
    }
}

/// The time limit of a single call is the system's "try again", as with Swoole.
fn timed(error: ClientError) -> ClientError {
    match error {
        ClientError::TimeOver(_) => {
            let error = std::io::Error::from_raw_os_error(libc::EAGAIN);
            ClientError::System { what: String::new(), error }
        }
        error => error,
    }
}

pub(super) fn send(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|l", data: StringArgument, _flag: i64);
    let (client, _) = of(call)?;
    let data = bytes(call, data).unwrap_or_default();
    if data.is_empty() {
        return refuse(call, code::NO_PAYLOAD, "the data to send is empty");
    }
    if client.is_async.get() {
        return event_driven::send(call, data);
    }
    let sent = transmit(client, |connection, patience| {
        if connection.is_stream() { connection.write(data) } else { connection.send_datagram(None, data, patience) }
    })?;
    match sent {
        None => not_connected(call),
        Some(Ok(())) => {
            note(call.this()?, 0);
            call.give(i64::try_from(data.len()).unwrap_or(i64::MAX))
        }
        Some(Err(unsent)) => unsent.tell(call, &format!("failed to send {} bytes", data.len())),
    }
}

pub(super) fn send_file(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|ll", path: StringArgument, offset: i64, length: i64);
    let (client, kind) = of(call)?;
    let path = bytes(call, path).unwrap_or_default();
    if !kind.is_stream {
        return refuse(call, libc::EINVAL.into(), "dgram socket cannot use sendfile: it is for streams");
    }
    let part = match file_part::open(path, offset, length) {
        Ok(part) if part.length > 0 => part,
        Ok(_) => return refuse(call, code::NO_PAYLOAD, &format!("sendfile({}): it is empty", path.escape_ascii())),
        Err(reason) => {
            let message = format!("sendfile({}): {reason}", path.escape_ascii());
            return refuse(call, code::INVALID_PARAMS, &message);
        }
    };
    if client.is_async.get() {
        return event_driven::send_file(call, Piece::File(part));
    }
    let sent = transmit(client, |connection, _| connection.write_file(Piece::File(part)))?;
    match sent {
        None => not_connected(call),
        Some(Ok(())) => call.give(true),
        Some(Err(unsent)) => unsent.tell(call, &format!("sendfile({}) failed", path.escape_ascii())),
    }
}

/// Why something was not sent.
struct Unsent {
    error: ClientError,
    /// A part of it has gone, so that nothing can follow.
    is_torn: bool,
}

impl Unsent {
    fn tell(self, call: &mut Call<'_>, what: &str) -> Outcome {
        let Self { error, is_torn } = self;
        let error = timed(error);
        let mut message = explained(what, &error);
        if is_torn {
            message.push_str(TORN);
            let (client, _) = of(call)?;
            drop(client.state.take());
            show(call.this()?, None);
        }
        refuse(call, error.code().into(), &message)
    }
}

/// Has `begin` write something, and waits until all is written; `None` without a connection.
fn transmit(
    client: &Client,
    begin: impl FnOnce(&mut Connection, &mut Patience<'_>) -> Result<(), ClientError>,
) -> Result<Option<Result<(), Unsent>>, Failure> {
    with_connection(client, |connection, patience| {
        // What an interrupted call has left there is a part, too.
        let (written, was_torn) = (connection.written(), connection.wants_write());
        let sent = begin(connection, patience).and_then(|()| connection.drain(patience));
        sent.map_err(|error| {
            let has_begun = was_torn || connection.written() > written;
            let is_interrupted = matches!(error, ClientError::Interrupted);
            if !is_interrupted {
                connection.forget_outgoing();
            }
            Unsent { is_torn: has_begun && !is_interrupted, error }
        })
    })
}

pub(super) fn send_to(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"SlS", ip: StringArgument, port: i64, data: StringArgument);
    let (client, kind) = of(call)?;
    let (ip, data) = (bytes(call, ip).unwrap_or_default(), bytes(call, data).unwrap_or_default());
    if kind.is_stream {
        return refuse(call, libc::EINVAL.into(), "only dgram sockets can sendto: use send() for streams");
    }
    if data.is_empty() {
        return refuse(call, code::NO_PAYLOAD, "the data to send is empty");
    }
    let address = match kind.address(ip, port) {
        Ok(address) => address,
        Err(problem) => return refuse(call, libc::EINVAL.into(), &problem),
    };
    if matches!(*client.state.borrow(), State::Idle) {
        if client.is_async.get() {
            return not_connected(call);
        }
        let settings = client.settings.borrow().clone();
        let connection = match Connection::unconnected(kind, &settings) {
            Ok(connection) => connection,
            Err(error) => return fail(call, "sendto() failed", &error),
        };
        let to = Destination { host: ip.to_vec(), port: 0 };
        let key = ConnectionKey::new(kind, to, Vec::new(), &settings);
        let open = Open { connection, key, timeout: 0.5, reuses: 0 };
        show(call.this()?, Some(&open));
        client.state.replace(State::Open(Box::new(open)));
    }
    let sent =
        with_connection(client, |connection, patience| connection.send_datagram(Some(&address), data, patience))?;
    match sent {
        None => not_connected(call),
        Some(Ok(())) => {
            note(call.this()?, 0);
            call.give(true)
        }
        Some(Err(error)) => fail(call, &format!("sendto({}:{port}) failed", ip.escape_ascii()), &timed(error)),
    }
}

pub(super) fn enable_ssl(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|f!", _callback: CallableArgument, _cache: CallableCache);
    let (client, kind) = of(call)?;
    let mut open = match client.state.take() {
        State::Open(open) => open,
        other => {
            client.state.replace(other);
            return not_connected(call);
        }
    };
    let refused = if !open.connection.is_stream() {
        Some("datagrams can't be encrypted")
    } else if client.is_async.get() && call.argument(0).is_none_or(Zval::is_null) {
        Some("an asynchronous client needs a callback for when TLS is agreed on")
    } else if open.connection.is_encrypted() {
        Some("the connection is encrypted already")
    } else if open.connection.has_unread() || open.connection.wants_write() {
        Some("something of what has come was not received yet, or something waits to be sent: TLS can't begin there")
    } else {
        None
    };
    if let Some(refused) = refused {
        client.state.replace(State::Open(open));
        return refuse(call, code::INVALID_PARAMS, refused);
    }
    if client.is_async.get() {
        return event_driven::enable_ssl(call, *open);
    }
    let Open { connection, key, timeout, reuses } = *open;
    let settings = client.settings.borrow().clone();
    let limit = seconds(settings.time_limit(timeout));
    let encrypted = busy(client, limit, |patience| {
        Opening::encrypt(connection, kind, &key.to.host, &settings).and_then(|opening| opening.wait(patience))
    });
    match encrypted {
        Ok(Ok(connection)) => {
            client.state.replace(State::Open(Box::new(Open { connection, key, timeout, reuses })));
            call.give(true)
        }
        Ok(Err(error)) => {
            show(call.this()?, None);
            fail(call, "enableSSL() failed, and the connection is closed", &error)
        }
        Err(failure) => {
            show(call.this()?, None);
            Err(failure)
        }
    }
}
