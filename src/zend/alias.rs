//! Class aliases.

unsafe extern "C" {
    fn weft_watch_aliases(listener: extern "C" fn());
}

/// Has `class_alias()` tell when it has made one. At module start; the listener contains its panics.
pub fn watch(listener: extern "C" fn()) {
    // SAFETY: at module start, when the engine's functions are registered; the listener stays.
    unsafe { weft_watch_aliases(listener) };
}
