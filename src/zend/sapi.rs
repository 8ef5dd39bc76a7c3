//! What PHP says of itself, and of the request that it serves.

use std::ffi::{CStr, c_char};

use super::shim;

/// PHP's version, as the running PHP has it.
pub fn php_version() -> String {
    // SAFETY: a C string that lives as long as the process.
    unsafe { text(shim::weft_php_version()) }.unwrap_or_default()
}

/// The HTTP status so far; `None` when the request is not of HTTP.
pub fn http_status() -> Option<u16> {
    // SAFETY: reads numbers only.
    let status = unsafe { shim::weft_http_status() };
    u16::try_from(status).ok()
}

/// With what the process would exit now.
pub fn exit_status() -> i32 {
    // SAFETY: reads a number.
    unsafe { shim::weft_exit_status() }
}

/// Has `tell` called when the server has closed the response of a request, and is about to wait for the next one.
pub fn when_answered(tell: extern "C" fn()) {
    // SAFETY: at module start, before there are threads; the function lives as long as this library, whose end is told by
    // the next function.
    unsafe { shim::weft_when_answered(tell) };
}

/// At module shutdown: the library may be unloaded.
pub fn forget_answers() {
    // SAFETY: puts back what was there.
    unsafe { shim::weft_forget_answers() };
}

/// # Safety
/// Null or a C string.
pub(super) unsafe fn text(string: *const c_char) -> Option<String> {
    // SAFETY: the caller's promise.
    (!string.is_null()).then(|| unsafe { CStr::from_ptr(string) }.to_string_lossy().into_owned())
}
