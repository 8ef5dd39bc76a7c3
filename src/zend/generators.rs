//! Generators of woven functions whose ends somebody wants to hear of: see `generators.c`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use ext_php_rs::ffi::{zend_execute_data, zval};

use super::call::{Call, Raw as RawCall};
use super::frame::Frame;
use super::value::{Owned, Place};

#[repr(C)]
struct Told {
    going: unsafe extern "C" fn(frame: *mut zend_execute_data) -> usize,
    gone: unsafe extern "C" fn(listeners: usize, call: *mut RawCall, began: u64, destroyed: bool),
}

unsafe extern "C" {
    fn weft_generator_install(told: Told);
    fn weft_generator_reset();
    fn weft_generator_end();
    fn weft_generator_expect(frame: *const zend_execute_data, token: *mut zval);
    fn weft_generator_expect_kept(call: *mut RawCall, frame: *const zend_execute_data);
    fn weft_generator_token(frame: *const zend_execute_data) -> *mut zval;
    fn weft_generator_take(frame: *const zend_execute_data, answer: *mut zval) -> bool;
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

/// The next generator that this frame makes is that of a call whose end somebody wants to hear of. The token is the call's
/// object, or the state of the registry in which it began.
pub fn expect(frame: Frame, token: Place) {
    // SAFETY: a live frame, and an initialised value, which is copied.
    unsafe { weft_generator_expect(frame.as_ptr(), token.as_ptr()) };
}

/// The same where the woven code keeps the call's object in a variable.
pub fn expect_kept(frame: Frame, call: Call) {
    // SAFETY: a live frame, and a live object, which forgets itself when it is freed.
    unsafe { weft_generator_expect_kept(call.as_ptr(), frame.as_ptr()) };
}

/// The token of the generator that runs in this frame, as long as it has not ended.
pub fn token(frame: Frame) -> Option<Place> {
    // SAFETY: a live frame; the value stands still until the generator ends or another is made.
    unsafe { Place::new(weft_generator_token(frame.as_ptr())) }
}

/// The same at its end: the token's reference is the caller's.
pub fn take(frame: Frame) -> Option<Owned> {
    let mut token = Owned::undef();
    // SAFETY: a live frame, and a place that is written when the answer is true.
    unsafe { weft_generator_take(frame.as_ptr(), token.place().as_ptr()) }.then_some(token)
}

/// The request ends, and PHP's memory can still be given back.
pub fn request_end() {
    // SAFETY: gives back a value that nobody else knows of.
    unsafe { weft_generator_end() };
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
