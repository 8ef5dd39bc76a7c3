//! Forks of the process, as `pcntl_fork()` and process managers make them.

use std::panic::catch_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::shim;

static GENERATION: AtomicU32 = AtomicU32::new(0);
static TELL: OnceLock<fn()> = OnceLock::new();

/// Has `tell` called in each forked process, in the thread that forked. It must neither wait nor allocate. The first
/// caller in a process wins: a restart of the module finds everything in place.
pub fn when_forked(tell: fn()) {
    if TELL.set(tell).is_ok() {
        count_forks();
    }
}

/// From now on [`generation`] counts. More than once does no harm.
pub fn count_forks() {
    static COUNTS: OnceLock<()> = OnceLock::new();
    COUNTS.get_or_init(|| {
        // SAFETY: registers a function of this library; the C library forgets it when it unloads the library.
        unsafe { shim::weft_when_forked(in_child) };
    });
}

/// How many forks lie between the first process that loaded weft and this one.
pub fn generation() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

extern "C" fn in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
    if let Some(tell) = TELL.get() {
        // Nothing can be done about a panic here; the statistics of this process are its only victim.
        let _ = catch_unwind(tell);
    }
}
