//! The functions outside of classes.

use ext_php_rs::builders::ModuleBuilder;
use ext_php_rs::flags::DataType;

use super::{asynchronous, constants, event, exception, select, timer};
use crate::process::title;
use crate::worker::server::last_error;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, optional, required};

/// The version of Swoole whose behaviour this follows; programs compare it.
pub(crate) const COMPATIBLE_VERSION: &str = "6.2.2";

pub(crate) fn add(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let areas = [timer::add_functions, event::add_functions, select::add_functions, asynchronous::add_functions];
    areas
        .into_iter()
        .fold(module, |module, add_functions| add_functions(module))
        .function(method("swoole_version", swoole_version, 0, vec![]))
        .function(method("swoole_cpu_num", swoole_cpu_num, 0, vec![]))
        .function(method("swoole_last_error", swoole_last_error, 0, vec![]))
        .function(method(
            "swoole_strerror",
            swoole_strerror,
            1,
            vec![required("errno", DataType::Long), optional("error_type", DataType::Long, "SWOOLE_STRERROR_SYSTEM")],
        ))
        .function(method(
            "swoole_set_process_name",
            swoole_set_process_name,
            1,
            vec![required("process_name", DataType::String)],
        ))
}

fn swoole_version(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    call.give(COMPATIBLE_VERSION)
}

fn swoole_cpu_num(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let count = std::thread::available_parallelism().map_or(1, |count| count.get());
    call.give(i64::try_from(count).unwrap_or(1))
}

fn swoole_last_error(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    call.give(last_error())
}

/// Numbers of the system in the system's words; Swoole's own in those of their constants.
fn swoole_strerror(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|l", number: i64, _kind: i64);
    if let Some(name) = constants::error_name(number) {
        return call.give(&*name.to_ascii_lowercase().replace('_', " "));
    }
    let words = i32::try_from(number).map(|number| exception::words(&std::io::Error::from_raw_os_error(number)));
    call.give(&*words.unwrap_or_else(|_| format!("Unknown error {number}")))
}

fn swoole_set_process_name(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", name: StringArgument);
    let done = title::set_title(bytes(call, name).unwrap_or_default())?;
    call.give(done)
}
