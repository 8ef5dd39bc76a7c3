//! Stack traces that show no wrappers: see `trace.c`.

use super::shim;

/// Puts weft between the engine's traces and those who ask for them. At module start, when there is something to weave.
pub fn install() {
    // SAFETY: at module start, after the engine's own classes and functions are registered.
    unsafe { shim::weft_install_traces(i32::try_from(super::module::handle()).unwrap_or(0)) };
}
