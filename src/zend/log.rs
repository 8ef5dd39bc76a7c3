//! Weft's lines in PHP's error log.

use std::ffi::{CString, c_int};

use ext_php_rs::ffi;

/// How serious a line is, for those logs that tell (syslog's numbers).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    Error = 3,
    Warning = 4,
    Notice = 5,
    Info = 6,
    Debug = 7,
}

/// Writes a line, where `error_log` says or where the SAPI keeps its log.
pub fn write(message: &str) {
    write_as(Severity::Notice, message);
}

/// The same with another severity than PHP's own lines have.
pub fn write_as(severity: Severity, message: &str) {
    let line = CString::new(format!("weft: {}", message.replace('\0', "\\0"))).unwrap_or_default();
    // SAFETY: a C string that lives through the call.
    unsafe { ffi::php_log_err_with_severity(line.as_ptr(), severity as c_int) };
}
