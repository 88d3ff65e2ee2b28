//! Which files a program may use.

use std::ffi::CString;
use std::io;

use super::ffi::php_check_open_basedir_ex;

/// Whether `open_basedir` lets a program use the file of this name, which need not be there. May warn of a long name.
///
/// # Errors
/// It does not, or it can't be a file's name.
pub(crate) fn check(name: &[u8]) -> io::Result<()> {
    let path = CString::new(name)?;
    // SAFETY: a C string that lives for the call; 0: PHP is not to warn, the caller does.
    match unsafe { php_check_open_basedir_ex(path.as_ptr(), 0) } {
        0 => Ok(()),
        _ => Err(io::Error::other("It is not within the folders of open_basedir")),
    }
}
