//! The switch that makes all wrappers pass through: as this thread found it when its request began.

use std::cell::Cell;

thread_local! {
    static OFF: Cell<bool> = const { Cell::new(false) };
}

/// Are all wrappers to pass through, and nothing to be woven?
pub fn is_off() -> bool {
    OFF.get()
}

/// For the requests that begin now.
pub fn set(off: bool) {
    OFF.set(off);
}
