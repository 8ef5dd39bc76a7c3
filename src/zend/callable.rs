//! Callbacks that a user gave, kept for many calls, and called so that nothing gets out.

use std::cell::UnsafeCell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{zend_function, zend_object, zend_string, zval};

use super::call::Call;
use super::literal::string_bytes;
use super::value::Place;
use super::{module, shim};

/// Mirrors `weft_callable` of weft.h.
#[repr(C)]
struct Raw {
    value: zval,
    function: *mut zend_function,
    object_or_scope: *mut c_void,
    call_info: u32,
    required: u32,
    takes_call: bool,
}

unsafe extern "C" {
    fn weft_callable_keep(callable: *mut Raw, value: *mut zval, error: *mut *mut c_char) -> bool;
    fn weft_callable_release(callable: *mut Raw);
    fn weft_callable_name(callable: *mut Raw) -> *mut zend_string;
    fn weft_callable_run(callable: *const Raw, argument: *mut zend_object, handle: c_int) -> bool;
    fn weft_callables_running() -> u32;
    fn weft_callables_enter();
    fn weft_callables_exit();
    fn weft_guarded(handle: c_int) -> bool;
    fn weft_unguard(handle: c_int);
}

/// A callback. It holds engine memory, which its owner gives back with [`Self::release`]; dropping it does not.
pub struct Callable(ManuallyDrop<UnsafeCell<Raw>>);

impl Callable {
    /// Keeps a value that a user gave as callback; `Err` says why it is none.
    pub fn keep(value: Place) -> Result<Self, String> {
        // SAFETY: all zeros are a valid record: an undefined value and null pointers.
        let raw = ManuallyDrop::new(UnsafeCell::new(unsafe { std::mem::zeroed::<Raw>() }));
        let mut error = std::ptr::null_mut();
        // SAFETY: pointers valid for the call; the error is null or a string to be freed.
        unsafe {
            if weft_callable_keep(raw.get(), value.as_ptr(), &raw mut error) {
                return Ok(Self(raw));
            }
            let message = if error.is_null() {
                String::from("no such function")
            } else {
                let text = CStr::from_ptr(error).to_string_lossy().into_owned();
                shim::weft_efree(error.cast());
                text
            };
            Err(message)
        }
    }

    #[inline]
    fn raw(&self) -> &Raw {
        // SAFETY: only `release` changes the record, and nothing borrows it across that.
        unsafe { &*self.0.get() }
    }

    /// Does it declare a parameter? Then it gets the [`Call`].
    #[inline]
    pub fn takes_call(&self) -> bool {
        self.raw().takes_call
    }
    /// How many parameters it requires.
    pub fn required(&self) -> u32 {
        self.raw().required
    }

    /// As PHP's messages name it.
    pub fn name(&self) -> String {
        // SAFETY: a kept value; the string's reference is given back.
        unsafe {
            let name = weft_callable_name(self.0.get());
            let text = String::from_utf8_lossy(string_bytes(name)).into_owned();
            shim::weft_string_release(name);
            text
        }
    }

    /// Runs it, guarded: `true` when it ended as it should, `false` when it left an exception pending. There must be
    /// none pending before.
    #[inline]
    pub fn run(&self, call: Option<Call>) -> bool {
        let argument = match call {
            Some(call) if self.takes_call() => call.object().as_ptr(),
            _ => std::ptr::null_mut(),
        };
        // SAFETY: a kept callback, not yet released: its owner waits until nothing runs.
        unsafe { weft_callable_run(self.0.get(), argument, handle()) }
    }

    /// Gives back what it holds. Once.
    pub fn release(&self) {
        // SAFETY: the owner calls this when nothing runs it.
        unsafe { weft_callable_release(self.0.get()) };
    }
}

fn handle() -> c_int {
    module::handle() as c_int
}

/// Is a callback running in this fiber?
#[inline]
pub fn inside() -> bool {
    // SAFETY: reads the current fiber's own data.
    unsafe { weft_guarded(handle()) }
}

/// Forgets that one is running, for a fiber that a long jump took out of it.
pub fn leave() {
    // SAFETY: writes the current fiber's own data.
    unsafe { weft_unguard(handle()) };
}

/// Says that hooks are in use outside of a callback too, until [`exit`].
pub fn enter() {
    // SAFETY: changes a counter.
    unsafe { weft_callables_enter() };
}

pub fn exit() {
    // SAFETY: changes a counter.
    unsafe { weft_callables_exit() };
}

/// How many callbacks are running, or [entered](enter), in all fibers.
pub fn running() -> u32 {
    // SAFETY: reads a counter.
    unsafe { weft_callables_running() }
}
