//! Functions of PHP that are called by name, for what has no other door.

use ext_php_rs::types::Zval;

use super::array::string;
use super::callable::{Callable, guarded};

/// Calls a function without arguments, if it is there. What it returns or throws is nobody's business.
pub(crate) fn call_quietly(name: &str) {
    let _ = guarded(|| {
        if let Ok(callable) = Callable::find(&string(name)) {
            let _ = callable.call(|| -> [Zval; 0] { [] });
        }
    });
}

/// A number from 0 to `most`, by chance: different in each process, and no secret.
pub(crate) fn random(most: i64) -> i64 {
    use std::hash::{BuildHasher, RandomState};

    let number = RandomState::new().hash_one(std::process::id());
    (number % (most.max(0).unsigned_abs() + 1)).cast_signed()
}
