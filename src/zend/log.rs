//! Weft's lines in PHP's error log.

use std::ffi::CString;

use ext_php_rs::ffi;

/// Writes a line, where `error_log` says or where the SAPI keeps its log.
pub fn write(message: &str) {
    let line = CString::new(format!("weft: {}", message.replace('\0', "\\0"))).unwrap_or_default();
    // 5 is LOG_NOTICE, what php_log_err() itself uses.
    // SAFETY: a C string that lives through the call.
    unsafe { ffi::php_log_err_with_severity(line.as_ptr(), 5) };
}
