//! `Swoole\Lock`: locks that processes share.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::rc::Rc;

use ext_php_rs::flags::{ConstantFlags, DataType, MethodFlags};
use ext_php_rs::zend::ce;
use swoxide_engine::shared::lock::{Access, FileLock, Kind, Lock, Refused};
use swoxide_engine::shared::wait::Patience;

use super::{exception, warn};
use crate::zend::array::integer;
use crate::zend::class::{Class, allow_dynamic_properties, class, property};
use crate::zend::error::Failure;
use crate::zend::interrupt;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, optional};
use crate::zend::object::{self, Data, Handlers};

static LOCK: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The kinds by name and number, as the constants have them.
const KINDS: [(&str, i64); 5] = [("RWLOCK", 1), ("FILELOCK", FILELOCK), ("MUTEX", MUTEX), ("SEM", 4), ("SPINLOCK", 5)];
const FILELOCK: i64 = 2;
const MUTEX: i64 = 3;

/// `SWOOLE_ERROR_INVALID_PARAMS`
const INVALID_PARAMS: i64 = 505;

/// `LOCK_SH`, `LOCK_EX` and `LOCK_NB` of PHP's `flock()`.
const LOCK_SH: i64 = 1;
const LOCK_EX: i64 = 2;
const LOCK_NB: i64 = 4;

/// The properties in the order of their declaration.
mod place {
    pub(super) const ERR_CODE: usize = 0;
}

enum AnyLock {
    Shared(Lock),
    File(FileLock),
}

impl AnyLock {
    fn try_lock(&self, access: Access) -> Result<(), Refused> {
        match self {
            Self::Shared(lock) => lock.try_lock(access),
            Self::File(lock) => lock.try_lock(access),
        }
    }

    fn lock(&self, access: Access, patience: Patience<'_>) -> Result<(), Refused> {
        match self {
            Self::Shared(lock) => lock.lock(access, patience),
            Self::File(lock) => lock.lock(access, patience),
        }
    }

    fn unlock(&self) -> Result<(), Refused> {
        match self {
            Self::Shared(lock) => lock.unlock(),
            Self::File(lock) => lock.unlock(),
        }
    }
}

/// What an object carries.
#[derive(Default)]
struct LockObject(RefCell<Option<Rc<AnyLock>>>);

impl Data for LockObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let kind = vec![optional("type", DataType::Long, "SWOOLE_MUTEX"), optional("filename", DataType::String, "''")];
    let how = vec![optional("operation", DataType::Long, "LOCK_EX"), optional("timeout", DataType::Double, "-1.0")];
    let timeout = vec![optional("timeout", DataType::Double, "1.0")];
    let mut builder = class("Swoole\\Lock")
        .property(property("errCode", 0))
        .method(method("__construct", construct, 0, kind), public)
        .method(method("lock", lock, 0, how), public)
        .method(method("lockwait", lockwait, 0, timeout), public)
        .method(method("trylock", trylock, 0, vec![]), public)
        .method(method("lock_read", lock_read, 0, vec![]), public)
        .method(method("trylock_read", trylock_read, 0, vec![]), public)
        .method(method("unlock", unlock, 0, vec![]), public)
        .method(method("destroy", destroy, 0, vec![]), public);
    for (name, number) in KINDS {
        builder = builder.constant(name, number, &[], ConstantFlags::Public)?;
    }
    builder
        .registration(|entry, tables| {
            object::embed::<LockObject>(entry);
            allow_dynamic_properties(entry);
            LOCK.registered(entry, tables);
        })
        .register()?;
    LOCK.alias("swoole_lock");
    Ok(())
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|lS", kind: i64 = MUTEX, file: StringArgument);
    let object = call.this()?.data::<LockObject>().ok_or(Failure::Thrown)?;
    let kind = match kind {
        FILELOCK => None,
        1 => Some(Kind::ReadWrite),
        MUTEX => Some(Kind::Mutex),
        4 => Some(Kind::Semaphore),
        5 => Some(Kind::Spin),
        kind => {
            return Err(exception::throw(
                INVALID_PARAMS,
                format!(
                    "lock[type={kind}] does not exist: the types are SWOOLE_MUTEX, SWOOLE_RWLOCK, SWOOLE_SPINLOCK, \
                     SWOOLE_SEM and SWOOLE_FILELOCK"
                ),
            ));
        }
    };
    let lock = match kind {
        Some(kind) => Lock::create(kind).map(AnyLock::Shared),
        None => match bytes(call, file) {
            Some(file) if !file.is_empty() => FileLock::open(Path::new(OsStr::from_bytes(file))).map(AnyLock::File),
            _ => {
                let text = "a lock of type SWOOLE_FILELOCK needs the name of its file as the second argument";
                return Err(exception::throw(INVALID_PARAMS, text));
            }
        },
    };
    let lock = lock.map_err(|error| match bytes(call, file) {
        Some(file) if kind.is_none() => {
            exception::system(&format!("failed to open the lock file {}", String::from_utf8_lossy(file)), &error)
        }
        _ => exception::system("no shared memory for a lock", &error),
    })?;
    // Beside a first one, as `new` gives; a second call of the constructor leaves that as it is.
    object.0.borrow_mut().get_or_insert_with(|| Rc::new(lock));
    Ok(())
}

/// The lock, counted: a signal handler may call `destroy()` while it is waited for.
fn of(call: &Call<'_>) -> Result<Rc<AnyLock>, Failure> {
    let object = call.this()?.data::<LockObject>().ok_or(Failure::Thrown)?;
    object.0.borrow().clone().ok_or_else(|| {
        Failure::throw(ce::error(), 0, "the lock has been destroyed, or parent::__construct() was not called")
    })
}

fn give(call: &mut Call<'_>, result: Result<(), Refused>) -> Outcome {
    if let Err(refused) = result {
        call.this()?.set_slot(place::ERR_CODE, integer(refused.number().into()));
    }
    call.give(result.is_ok())
}

fn take(call: &mut Call<'_>, access: Access, timeout: f64) -> Outcome {
    let lock = of(call)?;
    let result = interrupt::waiting(timeout, |patience| lock.lock(access, patience))?;
    give(call, result)
}

fn try_take(call: &mut Call<'_>, access: Access) -> Outcome {
    let result = of(call)?.try_lock(access);
    give(call, result)
}

fn lock(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|ld", operation: i64 = LOCK_EX, timeout: f64 = -1.0);
    let access = match operation & !LOCK_NB {
        LOCK_SH => Access::Read,
        LOCK_EX => Access::Write,
        _ => {
            warn(&format!("operation {operation} is unknown: use LOCK_EX or LOCK_SH, either with LOCK_NB"));
            return give(call, Err(Refused::System(libc::EINVAL)));
        }
    };
    if operation & LOCK_NB != 0 { try_take(call, access) } else { take(call, access, timeout) }
}

fn lockwait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|d", timeout: f64 = 1.0);
    take(call, Access::Write, timeout)
}

fn trylock(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    try_take(call, Access::Write)
}

fn lock_read(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    take(call, Access::Read, -1.0)
}

fn trylock_read(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    try_take(call, Access::Read)
}

fn unlock(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let result = of(call)?.unlock();
    give(call, result)
}

fn destroy(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    of(call)?;
    let object = call.this()?.data::<LockObject>().ok_or(Failure::Thrown)?;
    object.0.take();
    call.give(true)
}
