//! A part of a file that a program wants sent, by `$response->sendfile()` or `$server->sendfile()`. It is opened here, where the
//! program's rights and root count, and the gateway reads it.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use swoxide_engine::link::FilePart;

use super::exception::sentence;
use crate::zend::files;

/// A part of a file as a program gives it, `length` 0 for what is behind `offset`; or why there is none.
pub(super) fn open(name: &[u8], offset: i64, length: i64) -> Result<FilePart, String> {
    let shown = String::from_utf8_lossy(name).replace('\0', "\\0");
    if name.is_empty() {
        return Err("file name is empty".to_owned());
    }
    let path = Path::new(std::ffi::OsStr::from_bytes(name));
    let failed = |what: &str, error: &io::Error| sentence(&format!("{what}({shown}) failed"), error);
    let about = files::check(name).and_then(|()| path.metadata()).map_err(|error| failed("stat", &error))?;
    if !about.is_file() {
        return Err(format!("parameter $file[{shown}] given is not a regular file"));
    }
    let file = open_file(path).map_err(|error| failed("open", &error))?;
    let size = file.metadata().map_err(|error| failed("stat", &error))?.len();
    let Some(rest) = u64::try_from(offset).ok().and_then(|offset| size.checked_sub(offset)) else {
        return Err(format!("parameter $offset[{offset}] exceeds the file size"));
    };
    let length = match u64::try_from(length) {
        Ok(0) => rest,
        Ok(wanted) if wanted <= rest => wanted,
        _ => return Err(format!("parameter $length[{length}] exceeds the file size")),
    };
    Ok(FilePart { file: Some(file), offset: offset.unsigned_abs(), length })
}

/// Opens what was a file a moment ago; if it has become a pipe since, nobody waits for its other end.
fn open_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}
