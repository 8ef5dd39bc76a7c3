//! What `quick.c` knows of who listens to a function, and what it asks when something out of the ordinary comes up.

use std::cell::Cell;
use std::ptr::NonNull;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::call::{Call, Raw as RawCall};
use super::callable::Turn;

/// Mirrors `weft_round` of quick.c.
#[repr(C)]
struct Round {
    turns: *const Turn,
    count: u32,
    only: Turn,
}

impl Round {
    fn of(turns: &[Turn]) -> Self {
        Self {
            turns: turns.as_ptr(),
            count: turns.len() as u32,
            only: if let [only] = turns { *only } else { Turn::NOBODY },
        }
    }
}

/// Who listens to a function, and how. Mirrors `weft_listeners` of quick.c.
#[repr(C)]
pub struct Listeners {
    owner: Cell<usize>,
    generation: u64,
    before: Round,
    after: Round,
    takes_call: bool,
    has_way_out: bool,
}

impl Listeners {
    /// The owner of the turns keeps them where they are for as long as this is in use.
    pub fn of(generation: u64, before: &[Turn], after: &[Turn], takes_call: bool, has_way_out: bool) -> Self {
        Self {
            owner: Cell::new(0),
            generation,
            before: Round::of(before),
            after: Round::of(after),
            takes_call,
            has_way_out,
        }
    }

    /// The word that [`Handlers`] are given.
    pub fn set_owner(&self, word: usize) {
        self.owner.set(word);
    }
}

type Native = extern "C" fn(frame: &mut ExecuteData, answer: &mut Zval);
type From = extern "C" fn(frame: &mut ExecuteData, answer: &mut Zval, owner: usize, number: u32, call: Option<Held>);

/// Who does what `quick.c` does not. The last two go on from the callback of this number, which has run, or behind the last one
/// if it is none.
#[repr(C)]
pub struct Handlers {
    pub begin: Native,
    pub end: Native,
    pub begin_at: From,
    pub end_at: From,
}

/// The call of an invocation under way, with its reference.
#[repr(transparent)]
pub struct Held(NonNull<RawCall>);

impl Held {
    pub fn call(self) -> Call {
        Call::of_begun(self.0)
    }
}

unsafe extern "C" {
    fn weft_quick_start_up(handlers: *const Handlers);
    fn weft_quick_set_slot(place: usize);
    fn weft_open_put(call: *mut RawCall) -> i64;
    fn weft_open_take(token: i64) -> *mut RawCall;
    safe fn weft_open_request_start();
    fn weft_open_request_end(clean: bool);
    safe fn weft_quick_begin(frame: &mut ExecuteData, answer: &mut Zval);
    safe fn weft_quick_end(frame: &mut ExecuteData, answer: &mut Zval);
}

/// `\Weft\begin()`
pub const BEGIN: Native = weft_quick_begin;
/// `\Weft\end()`
pub const END: Native = weft_quick_end;

/// At module start.
pub fn start_up(handlers: &Handlers) {
    // SAFETY: the functions live as long as this library; their addresses are copied.
    unsafe { weft_quick_start_up(handlers) };
}

/// Where each run-time cache has weft's pointer, in bytes.
pub(super) fn set_slot(place: usize) {
    // SAFETY: sets a number, at module start.
    unsafe { weft_quick_set_slot(place) };
}

/// Keeps the object of an invocation under way, with the caller's reference to it, and answers its number, which is negative.
pub fn put(call: Call) -> i64 {
    // SAFETY: a live object, held by the reference that is handed over.
    unsafe { weft_open_put(call.as_ptr()) }
}

/// Gives an object back, with the reference; `None` for tokens that are no number of one.
pub fn take(token: i64) -> Option<Call> {
    // SAFETY: searches for the number, and looks at nothing else; what it finds is alive.
    unsafe { Call::of_raw(weft_open_take(token)) }
}

/// Forgets what the last request's end did not reach.
pub fn request_start() {
    weft_open_request_start();
}

/// Gives back what was never ended: by `exit()`, for one. `clean`: the request did not end by a long jump.
pub fn request_end(clean: bool) {
    // SAFETY: the engine still stands.
    unsafe { weft_open_request_end(clean) };
}
