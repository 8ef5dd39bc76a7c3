//! What turns up while PHP runs, beside what is compiled: class aliases, and extensions that `dl()` loads.

unsafe extern "C" {
    fn weft_watch_aliases(listener: extern "C" fn());
    fn weft_watch_extensions(listener: extern "C" fn());
}

/// Has `class_alias()` tell when it has made one. At module start; the listener contains its panics.
pub fn watch_aliases(listener: extern "C" fn()) {
    // SAFETY: at module start, when the engine's functions are registered; the listener stays.
    unsafe { weft_watch_aliases(listener) };
}

/// Has `dl()` tell when it has loaded an extension, where there is such a function. When PHP has started.
pub fn watch_extensions(listener: extern "C" fn()) {
    // SAFETY: before a request; the listener stays.
    unsafe { weft_watch_extensions(listener) };
}
