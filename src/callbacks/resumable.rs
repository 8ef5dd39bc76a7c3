//! What woven generators ask, see `weave/splice/generator.rs`.
//!
//! A generator's call ends long after its beginning, in another frame. What the way in gives for the way out, the token, is
//! kept with the generator meanwhile: see [`generators`].

use super::dispatch::{self, Begun, HELD_HERE, Keeps};
use super::hook::Position;
use super::registry;
use super::way_out::{Outcome, WayOut};
use crate::patch_point;
use crate::zend::call::Call;
use crate::zend::callable;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::generators;
use crate::zend::value::{Owned, Place};

/// How a generator starts.
pub enum Start {
    /// Nobody wants to hear of its end.
    Silent,
    /// A callback has changed the call.
    Changed,
    /// The next generator that the frame makes keeps the call's token. Does somebody ask for yields or resumes?
    Heard { asks: bool },
}

/// A woven generator is called.
pub fn begin(woven: Frame) -> Start {
    let Some(begun) = dispatch::before(woven, Keeps::Generator) else {
        return Start::Silent;
    };
    let mut token = match begun {
        Begun::Silent => return Start::Silent,
        Begun::Changed => return Start::Changed,
        Begun::Listening(generation) => Owned::int(generation.cast_signed()),
        Begun::Observed(call) => Owned::object(call.object()),
        Begun::Numbered(number) => Owned::int(number),
    };
    let start = start(woven, token.place());
    token.release();
    start
}

/// The same, once the token is known.
pub fn start(woven: Frame, token: Place) -> Start {
    if token.as_int().is_none() && Call::of(token).is_none() {
        return Start::Silent;
    }
    generators::expect(woven, token);
    let list = patch_point::of_woven(woven).and_then(registry::list_of);
    Start::Heard {
        asks: list.is_some_and(|list| list.asks),
    }
}

/// A generator returns. `true`: a callback has changed the result, which is [pending](super::pending); or threw a
/// `Weft\Block`. `None`: the caller is not woven.
pub fn returned(woven: Frame, result: Place) -> Option<bool> {
    let point = patch_point::of_woven(woven)?;
    let Some(mut token) = generators::take(woven) else {
        return Some(false);
    };
    let heard = dispatch::listeners(point, token.place());
    let changed = heard.is_some_and(|(list, began, call)| dispatch::end(woven, list, began, call, HELD_HERE, result));
    token.release();
    Some(changed)
}

/// An exception leaves a generator, and is pending. With none pending afterwards a callback has recovered, and the result is
/// [pending](super::pending).
#[cold]
pub fn thrown(woven: Frame) {
    let Some(point) = patch_point::of_woven(woven) else { return };
    let Some(mut token) = generators::take(woven) else { return };
    // Nobody hears of exit() and the end of a fiber.
    if let Some(error) = exception::take_throwable() {
        match dispatch::listeners(point, token.place()) {
            Some((list, began, call)) => dispatch::end_thrown(woven, list, began, call, HELD_HERE, error),
            None => exception::restore(error),
        }
    }
    token.release();
}

/// A generator yields this value, or goes on with it behind a yield. Answers with what takes its place, if anything does;
/// `fixed`: why that cannot be.
pub fn passes(woven: Frame, position: Position, value: Place, fixed: Option<&str>) -> Option<Owned> {
    let point = patch_point::of_woven(woven)?;
    let call = generators::token(woven).and_then(Call::of)?;
    let list = registry::list_of(point)?;
    if callable::inside() {
        return None;
    }
    callable::enter();
    let mut way = WayOut {
        woven,
        call: Some(call),
        outcome: Outcome::Returned,
        result: Owned::copy(value),
        changed: false,
    };
    way.pass(list, position, call, fixed);
    let (outcome, result) = (way.outcome, way.result);
    let takes_place = way.changed && matches!(outcome, Outcome::Returned);
    way.end(HELD_HERE, takes_place);
    if let Outcome::Thrown(error) = outcome {
        exception::restore(error);
    }
    callable::exit();
    takes_place.then_some(result)
}
