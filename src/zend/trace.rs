//! Stack traces that show no wrappers and lists of methods that show no originals: see `trace.c` and `listing.c`.

use super::shim;

/// Puts weft between the engine's traces and lists, and those who ask for them. At module start.
pub fn install() {
    // SAFETY: at module start, after the engine's own classes and functions are registered.
    unsafe {
        shim::weft_install_traces(i32::try_from(super::module::handle()).unwrap_or(0));
        shim::weft_install_listing();
        shim::weft_install_reflection(i32::try_from(super::module::handle()).unwrap_or(0));
    }
}

/// From now on there may be wrappers to hide.
pub fn expect_wrappers() {
    // SAFETY: sets a flag.
    unsafe { shim::weft_note_original() };
}
