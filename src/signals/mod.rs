//! What a request reports: what was counted of its woven functions, and messages.
//!
//! [`recorder`] is one thread's account, of [`functions`] and their [`open`] calls; other messages are [`waiting`].
//! Nothing here knows where all of it goes: `agent/` takes it from here.

mod clock;
mod functions;
mod open;
mod recorder;
mod waiting;

use std::cell::RefCell;

use weft_wire::Message;

pub use clock::now;
pub use functions::{Identity, Weaving};
pub use recorder::{Met, Recorder};

thread_local! {
    static RECORDER: RefCell<Recorder> = RefCell::default();
}

/// Shows this thread's account to `use_it`, which must not call into PHP.
pub fn with<T>(use_it: impl FnOnce(&mut Recorder) -> T) -> T {
    RECORDER.with_borrow_mut(|recorder| {
        recorder.own();
        use_it(recorder)
    })
}

/// A call of a woven function begins. Answers its token.
#[inline]
pub fn enter(number: u32, meet: impl FnOnce(&mut dyn FnMut(Met))) -> i64 {
    RECORDER.with_borrow_mut(|recorder| recorder.enter(number, meet, now))
}

/// A call ends. Answers whether a flush is due.
#[inline]
pub fn leave(token: i64, failed: bool) -> bool {
    RECORDER.with_borrow_mut(|recorder| recorder.leave(token, failed, now))
}

/// A call that is not timed. Answers whether a flush is due.
#[inline]
pub fn count(number: u32, meet: impl FnOnce(&mut dyn FnMut(Met))) -> bool {
    RECORDER.with_borrow_mut(|recorder| recorder.count(number, meet, now))
}

/// This process is a fork: see [`Recorder::forked`].
pub fn forked() {
    // A fork happens between two calls of ours, never inside one; if it did, the copy would be useless anyway.
    RECORDER.with(|recorder| {
        if let Ok(mut recorder) = recorder.try_borrow_mut() {
            recorder.forked();
        }
    });
}

/// A function was woven in this process. `unasked`: report it even if it is never called.
pub fn woven(identity: Identity, weaving: Weaving, unasked: bool) {
    with(|recorder| recorder.woven(identity, weaving, unasked));
}

/// Reports something, with so many bytes of text in it; `false` when nobody listens or there is no room.
pub fn push(message: Message, bytes: usize) -> bool {
    with(|recorder| recorder.push(message, bytes))
}
