//! A call of an internal function that weft is called for.
//!
//! No frame in here owns anything: the original, and what callbacks run, may end in a long jump.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::table::{self, Interceptor};
use super::wrapper;
use crate::callbacks::dispatch::{self, Begun};
use crate::callbacks::pending::{self, Pending};
use crate::patch_point::Point;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::handlers::{self, Original};
use crate::zend::memory::Kept;
use crate::zend::value::{Array, ArrayKey, Owned, Place};

/// Called in the place of a function's own handler.
pub extern "C" fn on_call(frame: &mut ExecuteData, result: &mut Zval, original: Original, word: *mut c_void) {
    let (frame, result) = (Frame::of_internal(frame), Place::of_result(result));
    // Something that ends already (a destructor behind an exception, say) is not to be disturbed.
    let known = if exception::is_pending() || wrapper::is_inside(frame) {
        None
    } else {
        table::of_word(word as usize)
    };
    match known {
        Some(known) if known.is_wrapped() => wrapper::around(known, frame, result, original),
        Some(known) => with_callbacks(known, frame, result, original),
        None => handlers::call(original, frame, result),
    }
}

/// What was known when the call began, for its end.
#[derive(Clone, Copy)]
struct Listening {
    point: Point,
    /// A number or a `Weft\Call`, as woven code has it.
    token: Owned,
}

/// The call with the callbacks of hooks around it.
#[inline]
pub fn with_callbacks(known: Kept<Interceptor>, frame: Frame, result: Place, original: Original) {
    if !known.is_hooked() {
        return handlers::call(original, frame, result);
    }
    let point = known.point();
    // What panics must not reach the engine: the call goes on without its callbacks.
    match catch_unwind(AssertUnwindSafe(|| dispatch::before_at(point, frame))).unwrap_or(Begun::Silent) {
        // A before callback may have thrown a Weft\Block.
        Begun::Silent if exception::is_pending() => result.set_null(),
        Begun::Silent | Begun::Numbered(_) => handlers::call(original, frame, result),
        Begun::Listening(began) => {
            handlers::call(original, frame, result);
            end(
                Listening {
                    point,
                    token: Owned::int(began.cast_signed()),
                },
                frame,
                result,
            );
        }
        Begun::Observed(call) => {
            handlers::call(original, frame, result);
            let token = Owned::object(call.object());
            end(Listening { point, token }, frame, result);
            token.release();
        }
        Begun::Changed => changed(point, frame, result, original),
    }
}

/// A before callback has skipped the call, or has given it other arguments.
#[cold]
fn changed(point: Point, frame: Frame, result: Place, original: Original) {
    match pending::take(frame) {
        Some(Pending::Result(value)) => value.move_to(result),
        Some(Pending::Arguments(mut list)) => {
            let mut element = |number| Array::of(list.place()).and_then(|list| list.get(ArrayKey::Index(number)));
            let (arguments, token) = (element(0).and_then(Array::of), element(1));
            match arguments {
                Some(arguments) => handlers::call_with(original, frame, result, arguments),
                None => handlers::call(original, frame, result),
            }
            if let Some(token) = token.filter(|token| token.as_object().is_some()) {
                // The list's reference becomes this one's.
                let token = Owned::copy(token);
                list.release();
                end(Listening { point, token }, frame, result);
                return token.release();
            }
            list.release();
        }
        None => handlers::call(original, frame, result),
    }
}

/// The original has returned or thrown.
#[inline]
fn end(mut listening: Listening, frame: Frame, result: Place) {
    let point = listening.point;
    let token = listening.token.place();
    if exception::is_pending() {
        return failed(point, token, frame, result);
    }
    let changed = catch_unwind(AssertUnwindSafe(|| dispatch::after_at(point, frame, token, result)));
    if changed.unwrap_or(false) {
        take_result(frame, result);
    }
}

#[cold]
fn failed(point: Point, token: Place, frame: Frame, result: Place) {
    // exit() and the end of a fiber are no failures.
    let Some(error) = exception::take_throwable() else { return };
    match catch_unwind(AssertUnwindSafe(|| dispatch::failed_at(point, frame, token, error))) {
        Ok(None) => {
            take_result(frame, result);
            error.release();
        }
        Ok(Some(thrown)) => {
            exception::restore(thrown);
            error.release();
        }
        Err(_) => exception::restore(error),
    }
}

/// Puts the result that a callback has left in the place of the function's.
fn take_result(frame: Frame, result: Place) {
    if let Some(Pending::Result(value)) = pending::take(frame) {
        result.replace(value);
    }
}
