//! `Swoole\Async` and the functions `swoole_async_*`: files, names and commands without waiting for them.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{IpAddr, ToSocketAddrs};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;
use nix::unistd::Pid;
use swoxide_engine::errands::Lane;

use super::exception::{self, words};
use super::{event, timer, warn};
use crate::worker::call::Ended;
use crate::worker::errands::{self, Answer};
use crate::worker::event_loop::{Judge, let_go};
use crate::worker::server::set_last_error;
use crate::worker::watched;
use crate::zend::array::{Array, boolean, entries, integer, string};
use crate::zend::callable::{Callable, guarded};
use crate::zend::class::{Class, static_class};
use crate::zend::error::{user_warning, warning};
use crate::zend::files;
use crate::zend::method::{
    Call, CallableArgument, CallableCache, Outcome, StringArgument, TableArgument, arguments, bytes, method, optional,
    required, table,
};
use crate::zend::object;
use crate::zend::string::PhpString;
use crate::zend::value::integer_of;

static ASYNC: Class = Class::new();

/// The largest file that is read whole.
const WHOLE: u64 = 4 * 1024 * 1024;

/// The most that is read at once.
const MOST: i64 = 1024 * 1024;

/// `FILE_APPEND` of `file_put_contents()`.
const APPEND: i64 = 8;

/// `SWOOLE_ERROR_INVALID_PARAMS`
const INVALID_PARAMS: i64 = 505;

/// Settings of other versions, for what is not here or is always so.
const WITHOUT_EFFECT: [&str; 13] = [
    "aio_core_worker_num",
    "aio_mode",
    "aio_worker_num",
    "disable_dns_cache",
    "display_errors",
    "dns_cache_refresh_time",
    "dns_lookup_random",
    "enable_reuse_port",
    "enable_signalfd",
    "log_level",
    "socket_dontwait",
    "thread_num",
    "use_async_resolver",
];

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let exec = method("exec", exec, 2, vec![required("command", DataType::String), callback()]);
    static_class(
        "Swoole\\Async",
        all(["read", "write", "readFile", "writeFile", "dnsLookup", "set"]).into_iter().chain([exec]),
    )
    .registration(|entry, tables| {
        object::deny(entry);
        ASYNC.registered(entry, tables);
    })
    .register()?;
    ASYNC.alias("swoole_async");
    Ok(())
}

/// The functions outside of classes.
pub(super) fn add_functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let names = ["read", "write", "readfile", "writefile", "dns_lookup", "set"];
    all(names.map(|name| format!("swoole_async_{name}"))).into_iter().fold(module, ModuleBuilder::function)
}

fn callback() -> ext_php_rs::args::Arg<'static> {
    required("callback", DataType::Callable)
}

fn all<N: AsRef<str>>([read, write, read_file, write_file, dns_lookup, set]: [N; 6]) -> [FunctionBuilder<'static>; 6] {
    let file = || required("filename", DataType::String);
    let content = || required("content", DataType::String);
    let no_callback = || optional("callback", DataType::Callable, "null").allow_null();
    let number = |name: &str, default: &str| optional(name, DataType::Long, default);
    let pieces = vec![file(), callback(), number("chunk_size", "65536"), number("offset", "0")];
    [
        method(read.as_ref(), self::read, 2, pieces),
        method(write.as_ref(), self::write, 2, vec![file(), content(), number("offset", "-1"), no_callback()]),
        method(read_file.as_ref(), self::read_file, 2, vec![file(), callback()]),
        method(write_file.as_ref(), self::write_file, 2, vec![file(), content(), no_callback(), number("flags", "0")]),
        method(dns_lookup.as_ref(), self::dns_lookup, 2, vec![required("hostname", DataType::String), callback()]),
        method(set.as_ref(), self::set, 1, vec![required("settings", DataType::Array)]),
    ]
}

/// Says why a file can't be used, with the system's number.
fn refuse(call: &mut Call<'_>, name: &[u8], error: &io::Error) -> Outcome {
    warn(&format!("can't use the file {}, Error: {}", String::from_utf8_lossy(name), numbered(error)));
    if let Some(code) = error.raw_os_error() {
        set_last_error(code.into());
    }
    call.give(false)
}

/// The words for an error, and the system's number if it is the system's.
fn numbered(error: &io::Error) -> String {
    let code = error.raw_os_error().map(|code| format!("[{code}]"));
    format!("{}{}", words(error), code.unwrap_or_default())
}

/// Opens a file now, so that what is wrong with it is said at once. What might be waited for is no file here.
fn open(name: &[u8], options: &OpenOptions) -> io::Result<File> {
    files::check(name)?;
    let path = Path::new(OsStr::from_bytes(name));
    let is_other = path.metadata().is_ok_and(|metadata| !metadata.is_file());
    if is_other {
        return Err(io::Error::other("Not a regular file"));
    }
    options.open(path)
}

/// The file or name that an errand is about, for a warning.
fn named(subject: &Zval) -> String {
    PhpString::of(subject).map(|name| String::from_utf8_lossy(&name).into_owned()).unwrap_or_default()
}

/// Gives the callback what has come of an errand, false and a warning if it has failed; true if it wants to go on.
fn tell(callback: &Callable, subject: &Zval, answer: io::Result<Answer>, judge: &mut Judge<'_>) -> (Ended, bool) {
    let given = match answer {
        Ok(Answer::Read(bytes)) => [subject.shallow_clone(), string(bytes)],
        Ok(Answer::Written(count)) => [subject.shallow_clone(), integer(i64::try_from(count).unwrap_or(i64::MAX))],
        Ok(Answer::Address(address)) => {
            [subject.shallow_clone(), string(address.map(|address| address.to_string()).unwrap_or_default())]
        }
        Ok(Answer::Ran(output, status)) => {
            let code = status.map_or(-1, |status| status.code().unwrap_or(0));
            let signal = status.and_then(|status| status.signal()).unwrap_or(0);
            let status = Array::new().with("code", i64::from(code)).with("signal", i64::from(signal));
            [string(output), status.into_value()]
        }
        Err(error) => {
            let name = named(subject);
            let ended = judge(
                "async",
                guarded(|| warning(&format!("what was begun with {name} has failed, Error: {}", numbered(&error)))),
            );
            if !ended.goes_on() {
                return (ended, false);
            }
            [subject.shallow_clone(), boolean(false)]
        }
    };
    let mut goes_on = false;
    let called = callback.call_for(|| given, |returned| goes_on = returned.coerce_to_bool());
    let ended = judge("async", called);
    (ended, goes_on && ended.goes_on())
}

/// Begins an errand of which the callback is told once, and gives whether it is under way.
fn begin(
    lane: Lane,
    subject: Zval,
    callback: Option<Callable>,
    work: impl FnOnce() -> io::Result<Answer> + Send + 'static,
) -> bool {
    let begun = errands::begin(lane, work, move |answer, judge| {
        let Some(callback) = callback else {
            return match answer {
                Ok(_) => Ended::Returned,
                // Nobody else says so.
                Err(error) => {
                    let subject = named(&subject);
                    judge(
                        "async",
                        guarded(|| warning(&format!("{subject} is not written, Error: {}", numbered(&error)))),
                    )
                }
            };
        };
        let (ended, _) = tell(&callback, &subject, answer, judge);
        let_go("async", (callback, subject), ended, judge)
    });
    has_begun(&begun)
}

/// Whether an errand is under way, or a warning.
fn has_begun(begun: &io::Result<()>) -> bool {
    if let Err(error) = begun {
        super::process::system_warning("there is no thread or descriptor for it", error);
    }
    begun.is_ok()
}

fn read_file(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", name: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    timer::wait_at_end("Swoole\\Async")?;
    let callback = timer::callable(call, 1)?;
    let name = bytes(call, name).unwrap_or_default();
    let file = match open(name, OpenOptions::new().read(true)) {
        Ok(file) => file,
        Err(error) => return refuse(call, name, &error),
    };
    let is_large = format!("is larger than {WHOLE} bytes: read() gives it piece by piece");
    if file.metadata().is_ok_and(|metadata| metadata.len() > WHOLE) {
        warn(&format!("the file {} {is_large}", String::from_utf8_lossy(name)));
        return call.give(false);
    }
    let begun = begin(Lane::Files, string(name), Some(callback), move || {
        let mut content = Vec::new();
        // It may grow meanwhile, or not say how long it is.
        let length = file.take(WHOLE + 1).read_to_end(&mut content)?;
        if length as u64 > WHOLE { Err(io::Error::other(format!("It {is_large}"))) } else { Ok(Answer::Read(content)) }
    });
    call.give(begun)
}

fn write_file(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"SS|f!l",
        name: StringArgument,
        content: StringArgument,
        _callback: CallableArgument,
        _cache: CallableCache,
        flags: i64,
    );
    timer::wait_at_end("Swoole\\Async")?;
    let callback = event::callback(call, 2)?;
    let appends = flags & APPEND != 0;
    let name = bytes(call, name).unwrap_or_default();
    let mut file = match open(name, OpenOptions::new().create(true).write(!appends).append(appends)) {
        Ok(file) => file,
        Err(error) => return refuse(call, name, &error),
    };
    let content = bytes(call, content).unwrap_or_default().to_vec();
    let begun = begin(Lane::Files, string(name), callback, move || {
        if !appends {
            // In its turn: what was to be written before is written by now.
            file.set_len(0)?;
        }
        file.write_all(&content)?;
        Ok(Answer::Written(content.len()))
    });
    call.give(begun)
}

fn write(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"SS|lf!",
        name: StringArgument,
        content: StringArgument,
        offset: i64 = -1,
        _callback: CallableArgument,
        _cache: CallableCache,
    );
    timer::wait_at_end("Swoole\\Async")?;
    let callback = event::callback(call, 3)?;
    let offset = u64::try_from(offset).ok();
    let name = bytes(call, name).unwrap_or_default();
    let mut file = match open(name, OpenOptions::new().create(true).write(offset.is_some()).append(offset.is_none())) {
        Ok(file) => file,
        Err(error) => return refuse(call, name, &error),
    };
    let content = bytes(call, content).unwrap_or_default().to_vec();
    let begun = begin(Lane::Files, string(name), callback, move || {
        match offset {
            Some(offset) => file.write_all_at(&content, offset)?,
            None => file.write_all(&content)?,
        }
        Ok(Answer::Written(content.len()))
    });
    call.give(begun)
}

/// A file that is read piece by piece.
struct Pieces {
    file: Arc<File>,
    name: Zval,
    callback: Callable,
    offset: u64,
    size: usize,
}

impl Pieces {
    /// Reads the next piece, and goes on as long as the callback wants.
    fn read(self) -> io::Result<()> {
        let (file, offset, size) = (Arc::clone(&self.file), self.offset, self.size);
        let work = move || {
            let mut piece = vec![0; size];
            let length = file.read_at(&mut piece, offset)?;
            piece.truncate(length);
            Ok(Answer::Read(piece))
        };
        errands::begin(Lane::Files, work, move |answer, judge| {
            let length = match &answer {
                Ok(Answer::Read(piece)) => piece.len(),
                _ => 0,
            };
            let (ended, wants_more) = tell(&self.callback, &self.name, answer, judge);
            // An empty piece was the last.
            if length > 0 && wants_more {
                let next = Self { offset: self.offset.saturating_add(length as u64), ..self };
                // Without a thread for it the last of the callback goes here.
                let read = || {
                    if let Err(error) = next.read() {
                        super::process::system_warning("reading ends", &error);
                    }
                };
                return judge("async", guarded(read));
            }
            let_go("async", self, ended, judge)
        })
    }
}

fn read(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"Sf|ll",
        name: StringArgument,
        _callback: CallableArgument,
        _cache: CallableCache,
        size: i64 = 65536,
        offset: i64,
    );
    timer::wait_at_end("Swoole\\Async")?;
    let callback = timer::callable(call, 1)?;
    let Some(size) = usize::try_from(size).ok().filter(|_| (1..=MOST).contains(&size)) else {
        warn(&format!("can't read pieces of [{size}] bytes: 1 to {MOST} is possible"));
        return call.give(false);
    };
    let Ok(offset) = u64::try_from(offset) else {
        warn(&format!("can't read from [{offset}] on: the first byte is 0"));
        return call.give(false);
    };
    let name = bytes(call, name).unwrap_or_default();
    let file = match open(name, OpenOptions::new().read(true)) {
        Ok(file) => Arc::new(file),
        Err(error) => return refuse(call, name, &error),
    };
    let begun = Pieces { file, name: string(name), callback, offset, size }.read();
    call.give(has_begun(&begun))
}

fn dns_lookup(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", name: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    timer::wait_at_end("Swoole\\Async")?;
    let callback = timer::callable(call, 1)?;
    let Some(host) = bytes(call, name).and_then(|name| str::from_utf8(name).ok()).filter(|host| !host.is_empty())
    else {
        warn("the name to look up is empty, or no text");
        return call.give(false);
    };
    let subject = string(host);
    let host = host.to_owned();
    let begun = begin(Lane::Names, subject, Some(callback), move || {
        // A name that is not there has no address: that is an answer.
        let all = (host.as_str(), 0).to_socket_addrs().map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let mut addresses = all.iter().map(|address| address.ip());
        let address = addresses.clone().find(IpAddr::is_ipv4).or_else(|| addresses.next());
        Ok(Answer::Address(address))
    });
    call.give(begun)
}

fn exec(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", command: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    timer::wait_at_end("Swoole\\Async")?;
    let callback = timer::callable(call, 1)?;
    let line = bytes(call, command).unwrap_or_default();
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(OsStr::from_bytes(line)).stdout(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            super::process::system_warning(&format!("can't run {}", String::from_utf8_lossy(line)), &error);
            return call.give(false);
        }
    };
    let pid = child.id().cast_signed();
    let begun = begin(Lane::Commands, string(line), Some(callback), move || {
        let mut output = Vec::new();
        if let Some(mut stdout) = child.stdout.take() {
            stdout.read_to_end(&mut output)?;
        }
        // An error is that somebody else has waited for all children of this process.
        Ok(Answer::Ran(output, child.wait().ok()))
    });
    if !begun {
        // Nobody reads what it prints, or waits for it.
        let pid = Pid::from_raw(pid);
        let _ = kill(pid, Signal::SIGKILL);
        let _ = waitpid(pid, None);
    }
    call.give(begun.then_some(i64::from(pid)))
}

fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"h", settings: TableArgument);
    for (key, value) in table(call, settings).map(entries).into_iter().flatten() {
        if key == "socket_buffer_size" {
            let bytes = integer_of(value).and_then(|bytes| usize::try_from(bytes).ok()).filter(|bytes| *bytes > 0);
            let Some(bytes) = bytes else {
                let text = "socket_buffer_size is how many bytes may wait to be written to one descriptor: 1 or more";
                return Err(exception::throw(INVALID_PARAMS, text));
            };
            watched::limit_outboxes(bytes);
        } else if !WITHOUT_EFFECT.contains(&key.as_str()) {
            user_warning(&format!("unsupported option [{key}]"));
        }
    }
    call.give(true)
}
