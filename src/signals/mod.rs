//! What a request reports: what was counted of its woven functions, and messages.
//!
//! [`recorder`] is one thread's account, of [`functions`], what was counted of each ([`tally`]) and their [`open`] calls;
//! what drivers were asked is in [`statements`], and other messages are [`waiting`]. Nothing here knows where all of it goes: `agent/` takes it from here.

mod functions;
mod open;
mod recorder;
mod statements;
mod tally;
mod waiting;

use weft_wire::Message;

pub use functions::{Identity, Weaving};
pub use recorder::{Account, Meet, Met, Recorder};
pub use statements::Asked;

use crate::zend::clock::Stamp;
pub use crate::zend::clock::now;
use crate::zend::frame::Frame;
use crate::zend::memory::Kept;
use crate::zend::per_thread::per_thread;
use crate::zend::point::Point;
use recorder::Found;

per_thread!(static RECORDER: Recorder = Recorder::new());

/// Shows this thread's recorder to `use_it`, which must not call into PHP.
pub fn recorder<T>(use_it: impl FnOnce(&Recorder) -> T) -> T {
    RECORDER.with(use_it)
}

/// Shows this thread's account to `use_it`, which must not call into PHP.
pub fn with<T>(use_it: impl FnOnce(&mut Account) -> T) -> T {
    RECORDER.with(|recorder| recorder.with(use_it))
}

/// A call of a woven function begins. `false`: to be told to [`enter_slowly`].
#[inline(always)]
pub fn enter(caller: Frame) -> bool {
    Point::known(caller).is_some_and(|point| enter_at(point, caller))
}

/// The same for the function whose point this is.
#[inline(always)]
pub fn enter_at(point: Point, caller: Frame) -> bool {
    match Kept::from_word(point.tally()) {
        Some(tally) => RECORDER.with(|recorder| recorder.enter(tally, caller.address(), Stamp::set_now)),
        None => false,
    }
}

pub fn enter_slowly(point: Point, caller: Frame, meet: impl Meet) {
    match RECORDER.with(|recorder| recorder.enter_slowly(point.number(), caller.address(), meet, Stamp::set_now)) {
        Found::Generator(Some(mark)) => {
            caller.keep_word(mark);
        }
        found => keep(point, found),
    }
}

/// A call ends, without an exception. `false`: to be told to [`leave_slowly`].
#[inline(always)]
pub fn leave(caller: Frame) -> bool {
    RECORDER.with(|recorder| recorder.leave(caller.address(), Stamp::set_now))
}

/// Answers whether a flush is due.
pub fn leave_slowly(caller: Frame) -> bool {
    if caller.is_generator() {
        return RECORDER.with(|recorder| recorder.leave_generator(caller.kept_word(), false, Stamp::set_now));
    }
    RECORDER.with(|recorder| recorder.leave_slowly(caller.address(), false))
}

/// A call ends by an exception. Answers whether a flush is due.
pub fn fail(caller: Frame) -> bool {
    if caller.is_generator() {
        return RECORDER.with(|recorder| recorder.leave_generator(caller.kept_word(), true, Stamp::set_now));
    }
    RECORDER.with(|recorder| {
        recorder.end_now(Stamp::set_now);
        recorder.leave_slowly(caller.address(), true)
    })
}

/// A call that is not timed. `false`: to be told to [`count_slowly`].
#[inline(always)]
pub fn count(caller: Frame) -> bool {
    Point::known(caller).is_some_and(count_at)
}

/// The same for the function whose point this is.
#[inline(always)]
pub fn count_at(point: Point) -> bool {
    match Kept::from_word(point.tally()) {
        Some(tally) => RECORDER.with(|recorder| recorder.count(tally)),
        None => false,
    }
}

/// Answers whether a flush is due.
pub fn count_slowly(point: Point, meet: impl Meet) -> bool {
    let (found, due) = RECORDER.with(|recorder| recorder.count_slowly(point.number(), meet, now));
    keep(point, found);
    due
}

/// Later calls of this function in this request are counted without asking.
fn keep(point: Point, found: Found) {
    if let Found::Plain(tally) = found {
        point.set_tally(tally.into_word());
    }
}

/// This process is a fork: see [`Recorder::forked`].
pub fn forked() {
    RECORDER.with(Recorder::forked);
}

/// A function was woven in this process. `unasked`: report it even if it is never called.
pub fn woven(identity: Identity, weaving: Weaving, unasked: bool) {
    with(|account| {
        if account.is_on() {
            account.woven(identity, weaving, unasked);
        }
    });
}

/// A driver was asked. Nobody may listen.
pub fn asked(asked: Asked) {
    with(|account| {
        if account.is_on() {
            account.statements.add(asked);
        }
    });
}

/// Reports something, with so many bytes of text in it; `false` when nobody listens or there is no room.
pub fn push(message: Message, bytes: usize) -> bool {
    with(|account| account.push(message, bytes))
}
