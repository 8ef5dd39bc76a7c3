//! Errors of all levels, as they are raised: before an error handler of PHP code hears of them, and whether or not one does.

use ext_php_rs::ffi;

use super::report::{self, Failure};
use super::tell;
use crate::callbacks::hook::Event;
use crate::zend::events::{self, Raised};
use crate::zend::value::Owned;

/// PHP's constant for a level.
fn name(level: u32) -> &'static str {
    // An uncaught exception comes with a flag beside its level.
    match level & ffi::E_ALL {
        ffi::E_ERROR => "E_ERROR",
        ffi::E_WARNING => "E_WARNING",
        ffi::E_PARSE => "E_PARSE",
        ffi::E_NOTICE => "E_NOTICE",
        ffi::E_CORE_ERROR => "E_CORE_ERROR",
        ffi::E_CORE_WARNING => "E_CORE_WARNING",
        ffi::E_COMPILE_ERROR => "E_COMPILE_ERROR",
        ffi::E_COMPILE_WARNING => "E_COMPILE_WARNING",
        ffi::E_USER_ERROR => "E_USER_ERROR",
        ffi::E_USER_WARNING => "E_USER_WARNING",
        ffi::E_USER_NOTICE => "E_USER_NOTICE",
        ffi::E_RECOVERABLE_ERROR => "E_RECOVERABLE_ERROR",
        ffi::E_DEPRECATED => "E_DEPRECATED",
        ffi::E_USER_DEPRECATED => "E_USER_DEPRECATED",
        _ => "E_STRICT",
    }
}

pub fn observe() {
    events::observe_errors(on_error);
}

fn on_error(raised: Raised) {
    if !events::is_in_callback() {
        report::failure(
            Event::Error,
            &Failure {
                class: name(raised.level),
                message: raised.message,
                file: raised.file,
                line: raised.line,
                flag: ("suppressed", raised.suppressed),
            },
        );
    }
    // PHP is about to leave by a long jump: no PHP code from here on.
    if raised.is_fatal() {
        return;
    }
    tell(Event::Error, || {
        [
            Owned::int(i64::from(raised.level)),
            Owned::text(raised.message),
            Owned::text(raised.file),
            Owned::int(i64::from(raised.line)),
            Owned::bool(raised.suppressed),
        ]
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uncaught_exception_is_an_error() {
        const E_DONT_BAIL: u32 = 1 << 15;
        assert_eq!(name(ffi::E_ERROR | E_DONT_BAIL), "E_ERROR");
        assert_eq!(name(ffi::E_USER_NOTICE), "E_USER_NOTICE");
    }
}
