//! Generators of woven functions that are destroyed before their end: see `generators.c`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use ext_php_rs::ffi::zend_execute_data;

use super::call::{Call, Raw as RawCall};
use super::frame::Frame;

#[repr(C)]
struct Told {
    going: unsafe extern "C" fn(frame: *mut zend_execute_data) -> usize,
    gone: unsafe extern "C" fn(listeners: usize, call: *mut RawCall, began: u64, destroyed: bool),
}

unsafe extern "C" {
    fn weft_generator_install(told: Told);
    fn weft_generator_reset();
    fn weft_generator_expect(call: *mut RawCall, frame: *const zend_execute_data, began: u64);
}

/// Who is told of generators that are destroyed.
#[derive(Clone, Copy)]
pub struct Listener {
    /// One is about to be: a word for those who listen to its function, not 0, or 0 when there are none.
    pub going: fn(Frame) -> usize,
    /// It is gone, and that word comes back, with its call (if that has an object) and the state of the registry in which it
    /// began. `false`: it has ended otherwise meanwhile, or lives on.
    pub gone: fn(usize, Option<Call>, u64, bool),
}

static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

fn listener() -> Option<Listener> {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Before the first call that is to be watched. More than once does no harm.
pub fn install(told: Listener) {
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
    // SAFETY: the functions live as long as this library; generators are made between two calls only.
    unsafe { weft_generator_install(Told { going, gone }) };
}

/// The next generator that this frame makes is that of a call whose end somebody wants to hear of, with its object if it has
/// one.
pub fn expect(frame: Frame, call: Option<Call>, began: u64) {
    let call = call.map_or(std::ptr::null_mut(), Call::as_ptr);
    // SAFETY: a live frame, and null or a live object, which forgets itself when it is freed.
    unsafe { weft_generator_expect(call, frame.as_ptr(), began) };
}

/// A request begins.
pub fn reset() {
    // SAFETY: changes data of this thread.
    unsafe { weft_generator_reset() };
}

unsafe extern "C" fn going(frame: *mut zend_execute_data) -> usize {
    // SAFETY: the generator's frame, which is alive for the call.
    let frame = unsafe { Frame::of_raw(frame) };
    catch_unwind(AssertUnwindSafe(|| listener().zip(frame).map_or(0, |(told, frame)| (told.going)(frame)))).unwrap_or(0)
}

unsafe extern "C" fn gone(listeners: usize, call: *mut RawCall, began: u64, destroyed: bool) {
    // SAFETY: null, or a live object for the call.
    let call = unsafe { Call::of_raw(call) };
    let _ = catch_unwind(AssertUnwindSafe(|| {
        if let Some(told) = listener() {
            (told.gone)(listeners, call, began, destroyed);
        }
    }));
}
