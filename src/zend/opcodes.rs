//! Single opcodes and every call: see `opcodes.c`.

use std::ffi::{CStr, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use ext_php_rs::ffi::{zend_execute_data, zend_string, zval};

use super::frame::Frame;
use super::literal::string_bytes;
use super::value::Place;

unsafe extern "C" {
    fn weft_opcode_number(name: *const c_char, length: usize) -> c_int;
    fn weft_opcode_may_be_skipped(number: c_int) -> bool;
    fn weft_observe_opcode(number: c_int, skip: bool, tell: unsafe extern "C" fn(*mut zend_execute_data, *const c_char, u32));
    fn weft_observe_calls(enter: unsafe extern "C" fn(*mut zend_execute_data), leave: unsafe extern "C" fn(result: *const zval, thrown: bool, duration: u64));
    fn weft_remove_opcodes_and_calls();
    fn weft_call_class(frame: *const zend_execute_data, by_object: *mut bool) -> *mut zend_string;
    fn weft_call_function(frame: *const zend_execute_data) -> *mut zend_string;
}

/// An opcode of this PHP.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opcode(c_int);

impl Opcode {
    /// By its name without `ZEND_`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        // SAFETY: reads the engine's table of names.
        let number = unsafe { weft_opcode_number(name.as_ptr().cast(), name.len()) };
        (number >= 0).then_some(Self(number))
    }

    /// Can the engine go on without it?
    pub fn may_be_skipped(self) -> bool {
        // SAFETY: looks at a number.
        unsafe { weft_opcode_may_be_skipped(self.0) }
    }

    /// Has the engine skip it, or tell of it: of its name and line. At module start.
    pub fn observe(self, skip: bool, tell: fn(Frame, &[u8], u32)) {
        static TELL: OnceLock<fn(Frame, &[u8], u32)> = OnceLock::new();
        unsafe extern "C" fn told(frame: *mut zend_execute_data, name: *const c_char, line: u32) {
            // SAFETY: a name of the engine's.
            let name = unsafe { CStr::from_ptr(name) }.to_bytes();
            if let (Some(tell), Some(frame)) = (TELL.get(), Frame::at(frame)) {
                let _ = catch_unwind(AssertUnwindSafe(|| tell(frame, name, line)));
            }
        }
        TELL.get_or_init(|| tell);
        // SAFETY: before anything is compiled.
        unsafe { weft_observe_opcode(self.0, skip, told) };
    }
}

/// Told of every call. None of them may run PHP code.
#[derive(Clone, Copy)]
pub struct Calls {
    pub enter: fn(Frame),
    /// The result, if it is known, whether it threw, and how many nanoseconds it took.
    pub leave: fn(Option<Place>, bool, u64),
}

/// Has the engine tell of every call. At module start.
pub fn observe_calls(calls: Calls) {
    static TELL: OnceLock<Calls> = OnceLock::new();
    unsafe extern "C" fn enter(frame: *mut zend_execute_data) {
        if let (Some(tell), Some(frame)) = (TELL.get(), Frame::at(frame)) {
            let _ = catch_unwind(AssertUnwindSafe(|| (tell.enter)(frame)));
        }
    }
    unsafe extern "C" fn leave(result: *const zval, thrown: bool, duration: u64) {
        // SAFETY: null, or the place of the result, which the call has filled.
        let result = unsafe { Place::new(result.cast_mut()) };
        if let Some(tell) = TELL.get() {
            let _ = catch_unwind(AssertUnwindSafe(|| (tell.leave)(result, thrown, duration)));
        }
    }
    TELL.get_or_init(|| calls);
    // SAFETY: before anything is compiled.
    unsafe { weft_observe_calls(enter, leave) };
}

/// At module shutdown.
pub fn remove() {
    // SAFETY: behind all requests.
    unsafe { weft_remove_opcodes_and_calls() };
}

impl Frame {
    /// The class of a method, and whether it is called by an object.
    pub fn method_class(&self) -> Option<(&[u8], bool)> {
        let mut by_object = false;
        // SAFETY: a live frame with a function; the name is the class's.
        unsafe {
            let name = weft_call_class(self.as_ptr(), &raw mut by_object);
            (!name.is_null()).then(|| (string_bytes(name), by_object))
        }
    }

    /// The name of the function, of PHP code or built in; none for the code of a file.
    pub fn any_function(&self) -> Option<&[u8]> {
        // SAFETY: a live frame; the name is the function's.
        unsafe {
            let name = weft_call_function(self.as_ptr());
            (!name.is_null()).then(|| string_bytes(name))
        }
    }
}
