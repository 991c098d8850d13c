//! Locks: a mutex in, what it guards out, though somebody may have panicked with it.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A panic elsewhere must not take the sandbox down; no step leaves what it works on half changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
