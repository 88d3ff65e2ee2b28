//! The objects that callbacks get for what they are told, where `event_object` or `task_object` asks for them:
//! `Swoole\Server\StatusInfo`, `PipeMessage`, `TaskResult`, `Event`, `Packet`.

use ext_php_rs::types::Zval;
use swoxide_engine::link::{Packet, Peer};

use crate::process::seats::End;
use crate::zend::array::{Array, float, integer, string};
use crate::zend::class::{Class, class, null_property, property};

static STATUS_INFO: Class = Class::new();
static PIPE_MESSAGE: Class = Class::new();
static TASK_RESULT: Class = Class::new();
static EVENT: Class = Class::new();
static PACKET: Class = Class::new();

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoole\\Server\\StatusInfo")
        .property(property("worker_id", 0))
        .property(property("worker_pid", 0))
        .property(property("status", 0))
        .property(property("exit_code", 0))
        .property(property("signal", 0))
        .registration(|entry, tables| STATUS_INFO.registered(entry, tables))
        .register()?;
    class("Swoole\\Server\\PipeMessage")
        .property(property("source_worker_id", 0))
        .property(property("worker_id", 0))
        .property(property("dispatch_time", 0))
        .property(null_property("data"))
        .registration(|entry, tables| PIPE_MESSAGE.registered(entry, tables))
        .register()?;
    class("Swoole\\Server\\TaskResult")
        .property(property("task_id", 0))
        .property(property("task_worker_id", 0))
        .property(property("dispatch_time", 0))
        .property(null_property("data"))
        .registration(|entry, tables| TASK_RESULT.registered(entry, tables))
        .register()?;
    class("Swoole\\Server\\Event")
        .property(property("reactor_id", 0))
        .property(property("fd", 0))
        .property(property("dispatch_time", 0))
        .property(null_property("data"))
        .registration(|entry, tables| EVENT.registered(entry, tables))
        .register()?;
    class("Swoole\\Server\\Packet")
        .property(property("server_socket", 0))
        .property(property("server_port", 0))
        .property(property("dispatch_time", 0))
        .property(null_property("address"))
        .property(property("port", 0))
        .property(null_property("data"))
        .registration(|entry, tables| PACKET.registered(entry, tables))
        .register()?;
    Ok(())
}

/// What `onWorkerError` is told.
pub(crate) fn status_info(worker: u16, end: End) -> Zval {
    // As `waitpid` has it.
    let status = i64::from(end.code) << 8 | i64::from(end.signal);
    STATUS_INFO.instantiate_with([
        integer(worker.into()),
        integer(end.pid.into()),
        integer(status),
        integer(end.code.into()),
        integer(end.signal.into()),
    ])
}

/// What `onPipeMessage` is told.
pub(crate) fn pipe_message(source: u16, worker: i64, time: f64, data: Zval) -> Zval {
    PIPE_MESSAGE.instantiate_with([integer(source.into()), integer(worker), float(time), data])
}

/// What `onFinish` is told.
pub(crate) fn task_result(task: i64, task_worker: u16, time: f64, data: Zval) -> Zval {
    TASK_RESULT.instantiate_with([integer(task), integer(task_worker.into()), float(time), data])
}

/// What `onConnect`, `onReceive` and `onClose` are told.
pub(crate) fn event(fd: i64, reactor: i64, time: f64, data: Zval) -> Zval {
    EVENT.instantiate_with([integer(reactor), integer(fd), float(time), data])
}

/// What `onPacket` is told.
pub(crate) fn packet(packet: &Packet, time: f64) -> Zval {
    let (address, port) = sender(packet);
    let [socket, number] = [packet.arrival.descriptor.into(), packet.arrival.number.into()].map(integer);
    PACKET.instantiate_with([socket, number, float(time), string(address), integer(port), string(&packet.data)])
}

/// What `onPacket` is told of the sender, besides the data.
pub(crate) fn client(packet: &Packet, time: f64) -> Zval {
    let (address, port) = sender(packet);
    Array::new()
        .with("server_socket", i64::from(packet.arrival.descriptor))
        .with("dispatch_time", time)
        .with("server_port", i64::from(packet.arrival.number))
        .with("address", string(address))
        .with("port", port)
        .into_value()
}

fn sender(packet: &Packet) -> (Vec<u8>, i64) {
    match &packet.from {
        Peer::Internet(address) => (address.ip().to_string().into_bytes(), address.port().into()),
        Peer::Unix(path) => (path.clone(), 0),
    }
}
