//! Samples of where PHP is: see `sampler.c`.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use ext_php_rs::ffi::{zend_execute_data, zend_string};

use super::frame::Frame;
use super::literal::string_bytes;

unsafe extern "C" {
    fn weft_sampler_start(period: u64, cpu: bool, tell: unsafe extern "C" fn(*mut zend_execute_data, u32)) -> bool;
    fn weft_sampler_install();
    fn weft_sampler_stop();
    fn weft_sampler_remove();
    fn weft_each_frame(
        frame: *const zend_execute_data,
        most: u32,
        see: unsafe extern "C" fn(*mut c_void, *mut zend_string, *mut zend_string, *mut zend_string, u32),
        context: *mut c_void,
    );
}

/// At module start.
pub fn install() {
    // SAFETY: before any request.
    unsafe { weft_sampler_install() };
}

/// Has `tell` told where this thread's request is and how many periods have passed, until [`stop`]. `false`: the system
/// has no thread or no clock for it.
pub fn start(period_ns: u64, cpu: bool, tell: fn(Frame, u32)) -> bool {
    static TELL: OnceLock<fn(Frame, u32)> = OnceLock::new();
    unsafe extern "C" fn told(frame: *mut zend_execute_data, ticks: u32) {
        if let (Some(tell), Some(frame)) = (TELL.get(), Frame::at(frame)) {
            let _ = catch_unwind(AssertUnwindSafe(|| tell(frame, ticks)));
        }
    }
    TELL.get_or_init(|| tell);
    // SAFETY: during a request, whose thread ends it by `stop`.
    unsafe { weft_sampler_start(period_ns.max(1), cpu, told) }
}

/// At the end of each request, in its thread.
pub fn stop() {
    // SAFETY: waits for a thread that holds nothing of PHP's.
    unsafe { weft_sampler_stop() };
}

/// At module shutdown.
pub fn remove() {
    // SAFETY: behind all requests.
    unsafe { weft_sampler_remove() };
}

/// One call on the stack.
#[derive(Clone, Copy)]
pub struct Level<'a> {
    pub class: Option<&'a [u8]>,
    /// None: the code of a file.
    pub function: Option<&'a [u8]>,
    /// None: it is built in.
    pub file: Option<&'a [u8]>,
    pub line: u32,
}

/// Shows the calls under way, from the innermost to the outermost, at most so many.
pub fn each_level(frame: Frame, most: u32, mut see: impl FnMut(Level)) {
    unsafe extern "C" fn visit<S: FnMut(Level)>(context: *mut c_void, class: *mut zend_string, function: *mut zend_string, file: *mut zend_string, line: u32) {
        // SAFETY: null, or strings of live frames.
        let text = |string: *mut zend_string| (!string.is_null()).then(|| unsafe { string_bytes(string) });
        let level = Level {
            class: text(class),
            function: text(function),
            file: text(file),
            line,
        };
        // SAFETY: the context is the visitor below.
        unsafe { (*context.cast::<S>())(level) };
    }
    fn visitor<S: FnMut(Level)>(_: &S) -> unsafe extern "C" fn(*mut c_void, *mut zend_string, *mut zend_string, *mut zend_string, u32) {
        visit::<S>
    }
    // SAFETY: live frames, and a visitor that outlives the call.
    unsafe { weft_each_frame(frame.as_ptr(), most, visitor(&see), (&raw mut see).cast()) };
}
