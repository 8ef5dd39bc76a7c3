//! The engine's hooks for what is no call of a function: see `events.c`.
//!
//! Who asks for one is told from then on, in every thread of the process; whether anybody listens is for him to find out.

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::sync::OnceLock;

use ext_php_rs::ffi::{zend_object, zend_string};

use super::literal::string_bytes;
use super::value::Object;

unsafe extern "C" {
    fn weft_may_tell() -> bool;
    fn weft_aside(work: unsafe extern "C" fn(context: *mut c_void), context: *mut c_void);
    fn weft_observe_errors(tell: unsafe extern "C" fn(c_int, *mut zend_string, u32, *mut zend_string, bool));
    fn weft_observe_exceptions(tell: unsafe extern "C" fn(*mut zend_object));
    fn weft_in_callback() -> bool;
    fn weft_exception_about(
        exception: *mut zend_object,
        class: *mut *mut zend_string,
        message: *mut *mut zend_string,
        file: *mut *mut zend_string,
        line: *mut u32,
    );
    fn weft_is_caught(exception: *const zend_object) -> bool;
    fn weft_observe_gc(tell: unsafe extern "C" fn(c_int, u32, u64));
    fn weft_observe_compile(tell: unsafe extern "C" fn(*mut zend_string, u64, bool, bool));
    fn weft_events_start_up();
    fn weft_events_shut_down();
}

/// At module start.
pub fn start_up() {
    // SAFETY: before any request.
    unsafe { weft_events_start_up() };
}

/// At module shutdown.
pub fn shut_down() {
    // SAFETY: behind all requests.
    unsafe { weft_events_shut_down() };
}

/// May PHP code run now? Not before or behind a request, nor after a long jump, nor inside of a callback.
pub fn may_tell() -> bool {
    // SAFETY: reads globals.
    unsafe { weft_may_tell() }
}

/// Runs work that may call PHP code, whatever the engine is about. The work owns nothing: PHP may leave it by a long jump.
pub fn aside(mut work: impl FnMut()) {
    unsafe extern "C" fn run<W: FnMut()>(context: *mut c_void) {
        // SAFETY: the context is the closure below. What panics ends the work and goes no further.
        let _ = catch_unwind(AssertUnwindSafe(|| unsafe { (*context.cast::<W>())() }));
    }
    fn runner<W: FnMut()>(_: &W) -> unsafe extern "C" fn(*mut c_void) {
        run::<W>
    }
    // SAFETY: the closure outlives the call, and owns nothing by its own contract.
    unsafe { weft_aside(runner(&work), (&raw mut work).cast()) };
}

/// An error, warning or notice, as it is raised.
#[derive(Clone, Copy)]
pub struct Raised<'a> {
    /// PHP's `E_WARNING` and so on.
    pub level: u32,
    pub message: &'a [u8],
    pub file: &'a [u8],
    pub line: u32,
    /// By `@`, or by `error_reporting()`.
    pub suppressed: bool,
}

impl Raised<'_> {
    /// Does PHP end the script with it?
    pub fn is_fatal(self) -> bool {
        const FATAL: u32 = ext_php_rs::ffi::E_ERROR | ext_php_rs::ffi::E_PARSE | ext_php_rs::ffi::E_CORE_ERROR | ext_php_rs::ffi::E_COMPILE_ERROR;
        self.level & FATAL != 0
    }
}

/// Has `tell` told of every error.
pub fn observe_errors(tell: fn(Raised)) {
    static TELL: OnceLock<fn(Raised)> = OnceLock::new();
    unsafe extern "C" fn told(level: c_int, file: *mut zend_string, line: u32, message: *mut zend_string, suppressed: bool) {
        // SAFETY: null, or strings that live for the call.
        let text = |string: *mut zend_string| if string.is_null() { &b""[..] } else { unsafe { string_bytes(string) } };
        let raised = Raised {
            level: level.cast_unsigned(),
            message: text(message),
            file: text(file),
            line,
            suppressed,
        };
        if let Some(tell) = TELL.get() {
            let _ = catch_unwind(AssertUnwindSafe(|| tell(raised)));
        }
    }
    TELL.get_or_init(|| tell);
    // SAFETY: adds to the engine's list, once.
    unsafe { weft_observe_errors(told) };
}

/// Has `tell` told of every exception that is thrown.
pub fn observe_exceptions(tell: fn(Object)) {
    static TELL: OnceLock<fn(Object)> = OnceLock::new();
    unsafe extern "C" fn told(exception: *mut zend_object) {
        if let (Some(tell), Some(exception)) = (TELL.get(), NonNull::new(exception)) {
            let _ = catch_unwind(AssertUnwindSafe(|| tell(Object(exception))));
        }
    }
    TELL.get_or_init(|| tell);
    // SAFETY: changes the engine's hook, once.
    unsafe { weft_observe_exceptions(told) };
}

/// Is there a catch block that an exception fits, around the place where it is being thrown?
pub fn is_caught(exception: Object) -> bool {
    // SAFETY: a live exception, and the frames around.
    unsafe { weft_is_caught(exception.as_ptr()) }
}

/// Is a callback running?
pub fn is_in_callback() -> bool {
    // SAFETY: reads globals.
    unsafe { weft_in_callback() }
}

/// What an exception says of itself.
pub struct About {
    pub class: String,
    pub message: Vec<u8>,
    pub file: Vec<u8>,
    pub line: u32,
}

/// Reads the properties of an exception, without running anything.
pub fn about(exception: Object) -> About {
    let (mut class, mut message, mut file, mut line) = (std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut(), 0);
    // SAFETY: a live exception; the answers are null or strings that it holds, and are copied.
    unsafe {
        weft_exception_about(exception.as_ptr(), &raw mut class, &raw mut message, &raw mut file, &raw mut line);
        let text = |string: *mut zend_string| if string.is_null() { Vec::new() } else { string_bytes(string).to_vec() };
        About {
            class: String::from_utf8_lossy(&text(class)).into_owned(),
            message: text(message),
            file: text(file),
            line,
        }
    }
}

/// A run of the collector.
#[derive(Clone, Copy)]
pub struct Collected {
    /// How many runs there were in this request.
    pub runs: u32,
    /// How many values this one freed.
    pub collected: i32,
    pub duration_ns: u64,
}

/// Has `tell` told of every run of the collector.
pub fn observe_gc(tell: fn(Collected)) {
    static TELL: OnceLock<fn(Collected)> = OnceLock::new();
    unsafe extern "C" fn told(collected: c_int, runs: u32, duration_ns: u64) {
        if let Some(tell) = TELL.get() {
            let _ = catch_unwind(|| {
                tell(Collected { runs, collected, duration_ns });
            });
        }
    }
    TELL.get_or_init(|| tell);
    // SAFETY: changes the engine's hook, once.
    unsafe { weft_observe_gc(told) };
}

/// A file that PHP was asked to compile.
#[derive(Clone, Copy)]
pub enum Compiling<'a> {
    Begins,
    Ends { file: &'a [u8], duration_ns: u64, failed: bool },
}

/// Has `tell` told of every file that is compiled, or taken from opcache.
pub fn observe_compile(tell: fn(Compiling)) {
    static TELL: OnceLock<fn(Compiling)> = OnceLock::new();
    unsafe extern "C" fn told(file: *mut zend_string, duration_ns: u64, begins: bool, failed: bool) {
        let compiling = if begins || file.is_null() {
            Compiling::Begins
        } else {
            Compiling::Ends {
                // SAFETY: a string that lives for the call.
                file: unsafe { string_bytes(file) },
                duration_ns,
                failed,
            }
        };
        if let Some(tell) = TELL.get() {
            let _ = catch_unwind(AssertUnwindSafe(|| tell(compiling)));
        }
    }
    TELL.get_or_init(|| tell);
    // SAFETY: changes the engine's hook, once.
    unsafe { weft_observe_compile(told) };
}
