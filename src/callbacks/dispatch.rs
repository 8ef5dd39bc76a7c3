//! What woven code asks: `\Weft\before()`, `\Weft\after()` and `\Weft\failed()`.
//!
//! These functions run on every call of a function that somebody listens to. Without a `Weft\Call` they allocate
//! nothing and look nothing up. No frame in here owns anything: a callback may end in a long jump.

use super::arguments;
use super::hook::Position;
use super::pending::{self, Pending};
use super::registry::{self, List, Round};
use super::results;
use super::sandbox::{self, Contained};
use super::way_out::{Outcome, WayOut};
use crate::patch_point::{self, Point};
use crate::zend::call::{Call, Stage};
use crate::zend::callable::{self, Turn};
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::generators;
use crate::zend::memory::Kept;
use crate::zend::quick;
use crate::zend::value::{Object, Owned, Place};

/// What woven code learns when it begins.
#[derive(Clone, Copy)]
pub enum Begun {
    /// Nobody wants to hear of the end.
    Silent,
    /// Somebody does. The number is for [`after`] and [`failed`].
    Listening(u64),
    /// The same, with the object; its reference is the woven code's.
    Observed(Call),
    /// The same, for woven code that knows it by a number.
    Numbered(i64),
    /// A callback has changed the call: [`pending`] says how.
    Changed,
}

/// How woven code keeps the `Weft\Call` of an invocation until its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// As an object in a variable, which goes when the frame goes.
    Object,
    /// By a number in a temporary: it tells of each end, however the invocation ends.
    Number,
    /// Not at all: the generator that is about to be made does, see [`super::resumable`].
    Generator,
}

/// A woven function begins. `None`: it is not woven.
#[inline(always)]
pub fn before(woven: Frame, keeps: Keeps) -> Option<Begun> {
    let point = patch_point::of_woven(woven)?;
    Some(registry::list_of(point).map_or(Begun::Silent, |list| begin(woven, list, keeps)))
}

#[inline]
fn begin(woven: Frame, list: Kept<List>, keeps: Keeps) -> Begun {
    if list.is_slow {
        return begin_slowly(woven, list, keeps);
    }
    begin_plainly(woven, list)
}

#[inline(never)]
fn begin_slowly(woven: Frame, list: Kept<List>, keeps: Keeps) -> Begun {
    if list.wants_call {
        return before_with_call(woven, list, keeps);
    }
    if callable::inside() {
        return Begun::Silent;
    }
    let begun = begin_plainly(woven, list);
    if let (Begun::Listening(generation), Keeps::Object) = (begun, keeps) {
        generators::expect(woven, Owned::int(generation.cast_signed()).place());
    }
    begun
}

#[inline(always)]
fn begin_plainly(woven: Frame, list: Kept<List>) -> Begun {
    let done = callable::run(&list.before.turns, list.generation, None);
    if done < list.before.turns.len() {
        return go_on_plainly(woven, list, done);
    }
    if list.has_way_out { Begun::Listening(list.generation) } else { Begun::Silent }
}

#[cold]
fn go_on_plainly(woven: Frame, list: Kept<List>, done: usize) -> Begun {
    match go_on_before(woven, list, done) {
        Some(begun) => begun,
        None if list.has_way_out => Begun::Listening(list.generation),
        None => Begun::Silent,
    }
}

#[inline(never)]
fn before_with_call(woven: Frame, list: Kept<List>, keeps: Keeps) -> Begun {
    if callable::inside() {
        return Begun::Silent;
    }
    let call = Call::create(woven, list.generation);
    let done = callable::run_until(&list.before.turns, list.generation, call);
    before_from(woven, list, keeps, call, done)
}

/// The before callbacks from this one on, which has run; or what is to be done behind the last one.
fn before_from(woven: Frame, list: Kept<List>, keeps: Keeps, call: Call, mut done: usize) -> Begun {
    let Round { turns, hooks } = &list.before;
    callable::enter();
    let mut changed = false;
    while done < turns.len() {
        let (turn, number) = (turns[done], hooks[done]);
        let hook = list.hooks[number];
        if exception::is_pending()
            && let Some(begun) = failed_before(woven, list, number, Some(call))
        {
            callable::exit();
            return begun;
        }
        if call.stage() == Stage::Skipped {
            if let Some(begun) = skipped(woven, list, turn, number, call) {
                callable::exit();
                return begun;
            }
            call.set_stage(Stage::Before);
        }
        if let Some((given, now)) = call.changes() {
            let taken = match list.why_read_only(&hook) {
                None => callable::as_callback(turn, || arguments::take_changes(woven, call, given, now)),
                Some(why) => {
                    call.show(given.hold());
                    Err(why)
                }
            };
            match taken {
                Ok(()) => changed = true,
                Err(why) => sandbox::refuse(hook, Position::Before, &why),
            }
        }
        done += 1;
        done += callable::run_until(&turns[done..], list.generation, call);
    }
    call.close(call.is_kept(1));
    if list.of_generator && list.has_way_out && keeps == Keeps::Object {
        generators::expect_kept(woven, call);
    }
    let begun = match (changed, list.has_way_out) {
        (false, true) => match keeps {
            Keeps::Object | Keeps::Generator => Begun::Observed(call),
            Keeps::Number => Begun::Numbered(quick::put(call)),
        },
        (false, false) => {
            call.object().release();
            Begun::Silent
        }
        (true, _) => {
            let token = match keeps {
                _ if !list.has_way_out => Owned::bool(false),
                Keeps::Object | Keeps::Generator => Owned::object(call.object().hold()),
                Keeps::Number => {
                    call.object().hold();
                    Owned::int(quick::put(call))
                }
            };
            pending::put(woven, Pending::Arguments(arguments::hand_over(woven, call, token)));
            call.object().release();
            Begun::Changed
        }
    };
    callable::exit();
    begun
}

/// The rest of the before callbacks, behind one that ended badly; an answer when the call is not to go on.
#[cold]
fn go_on_before(woven: Frame, list: Kept<List>, mut done: usize) -> Option<Begun> {
    let Round { turns, hooks } = &list.before;
    // What ended badly may run destructors that register and remove hooks.
    callable::enter();
    while done < turns.len() {
        let stop = failed_before(woven, list, hooks[done], None);
        if stop.is_some() {
            callable::exit();
            return stop;
        }
        done += 1;
        done += callable::run(&turns[done..], list.generation, None);
    }
    callable::exit();
    None
}

/// A before callback ended badly; an answer when the call is not to go on.
#[cold]
fn failed_before(woven: Frame, list: Kept<List>, number: usize, call: Option<Call>) -> Option<Begun> {
    match sandbox::contain(list.hooks[number], Position::Before, list.why_read_only(&list.hooks[number])) {
        Contained::Dropped => None,
        Contained::Block(block) => Some(leave(woven, list, number, call, Outcome::Thrown(block), Owned::null())),
        Contained::End => {
            if let Some(call) = call {
                call.close(call.is_kept(1));
                call.object().release();
            }
            Some(Begun::Silent)
        }
    }
}

/// A before callback skipped the call; an answer when it may.
#[cold]
fn skipped(woven: Frame, list: Kept<List>, turn: Turn, number: usize, call: Call) -> Option<Begun> {
    let hook = list.hooks[number];
    let result = match list.why_read_only(&hook) {
        None => callable::as_callback(turn, || results::check(woven, call.result())),
        Some(why) => Err(why),
    };
    match result {
        Ok(result) => Some(leave(woven, list, number, Some(call), Outcome::Returned, result)),
        Err(why) => {
            call.result().replace(Owned::null());
            sandbox::refuse(hook, Position::Before, &why);
            None
        }
    }
}

/// The original is not called. The hooks that were asked before hear of the end.
fn leave(woven: Frame, list: Kept<List>, number: usize, call: Option<Call>, outcome: Outcome, result: Owned) -> Begun {
    let mut way = WayOut {
        woven,
        call,
        outcome,
        result,
        changed: true,
    };
    way.run(list, number, list.generation);
    let (outcome, result) = (way.outcome, way.result);
    let returned = matches!(outcome, Outcome::Returned);
    way.end(1, returned);
    if let Some(call) = call {
        call.object().release();
    }
    match outcome {
        Outcome::Returned => {
            pending::put(woven, Pending::Result(result));
            Begun::Changed
        }
        Outcome::Thrown(error) => {
            exception::restore(error);
            Begun::Silent
        }
        Outcome::Abandoned => Begun::Silent,
    }
}

/// Goes on behind `quick.c`, from a before callback that has run.
pub fn before_at_turn(woven: Frame, list: usize, number: usize, call: Option<Call>) -> Begun {
    let Some(list) = Kept::from_word(list) else {
        return Begun::Silent;
    };
    match call {
        Some(call) => before_from(woven, list, Keeps::Number, call, number),
        None => go_on_plainly(woven, list, number),
    }
}

/// The beginning of a call of the built-in function whose point this is. What it answers never is a number for an object.
#[inline]
pub fn before_at(point: Point, called: Frame) -> Begun {
    registry::list_of(point).map_or(Begun::Silent, |list| begin(called, list, Keeps::Object))
}

/// The end of that call: see [`after`].
#[inline]
pub fn after_at(point: Point, called: Frame, token: Place, result: Place) -> bool {
    listeners(point, token).is_some_and(|(list, began, call)| end(called, list, began, call, HELD_HERE, result))
}

/// Its end by an exception: see [`failed`].
pub fn failed_at(point: Point, called: Frame, token: Place, error: Object) -> Option<Object> {
    let Some((list, began, call)) = listeners(point, token) else {
        return Some(error.hold());
    };
    end_thrown(called, list, began, call, HELD_HERE, error.hold());
    exception::take_throwable()
}

/// Who is to hear of the end of an invocation that began with this token.
#[inline]
pub(super) fn listeners(point: Point, token: Place) -> Option<(Kept<List>, u64, Option<Call>)> {
    let call = Call::of(token);
    let began = match call {
        Some(call) => call.began(),
        None => token.as_int()? as u64,
    };
    Some((registry::list_of(point)?, began, call))
}

/// The original has returned. `true`: a callback has changed the result, which is [`pending`]; or threw a `Weft\Block`.
/// `None`: the caller is not woven.
#[inline]
pub fn after(woven: Frame, token: Place, result: Place) -> Option<bool> {
    let point = patch_point::of_woven(woven)?;
    Some(listeners(point, token).is_some_and(|(list, began, call)| end(woven, list, began, call, TEMPLATE_HOLDS, result)))
}

/// The same for woven code that keeps a number.
#[inline(always)]
pub fn after_numbered(woven: Frame, token: i64, result: Place) -> Option<bool> {
    let point = patch_point::of_woven(woven)?;
    let call = quick::take(token);
    let began = call.map_or(token as u64, Call::began);
    let changed = registry::list_of(point).is_some_and(|list| end(woven, list, began, call, HELD_HERE, result));
    if let Some(call) = call {
        call.object().release();
    }
    Some(changed)
}

#[inline]
pub(super) fn end(woven: Frame, list: Kept<List>, began: u64, call: Option<Call>, holders: u32, result: Place) -> bool {
    if call.is_some() {
        return after_with_call(woven, list, began, call, holders, result);
    }
    let done = callable::run(&list.after.turns, began, None);
    done < list.after.turns.len() && go_on_after(woven, list, began, done)
}

/// The rest of the after callbacks, behind one that ended badly; `true` when the invocation ends with an exception.
#[cold]
fn go_on_after(woven: Frame, list: Kept<List>, began: u64, mut done: usize) -> bool {
    let Round { turns, hooks } = &list.after;
    callable::enter();
    while done < turns.len() {
        if failed_after(woven, list, hooks[done], began) {
            callable::exit();
            return true;
        }
        done += 1;
        done += callable::run(&turns[done..], began, None);
    }
    callable::exit();
    false
}

#[inline(never)]
fn after_with_call(woven: Frame, list: Kept<List>, began: u64, call: Option<Call>, holders: u32, result: Place) -> bool {
    if let Some(call) = call {
        call.forget_generator();
    }
    if callable::inside() {
        return false;
    }
    callable::enter();
    let mut way = WayOut {
        woven,
        call,
        outcome: Outcome::Returned,
        result: Owned::copy(result),
        changed: false,
    };
    way.run(list, list.hooks.len(), began);
    let ended = settle(woven, way, holders);
    callable::exit();
    !matches!(ended, Ended::AsItWas)
}

/// Goes on behind `quick.c`, from an after callback that has run. `true`: as of [`after`].
pub fn after_at_turn(woven: Frame, list: usize, number: usize, call: Option<Call>, result: Place) -> bool {
    let Some(list) = Kept::<List>::from_word(list) else {
        return false;
    };
    let Some(call) = call else {
        return go_on_after(woven, list, list.generation, number);
    };
    callable::enter();
    let mut way = WayOut {
        woven,
        call: Some(call),
        outcome: Outcome::Returned,
        result: Owned::copy(result),
        changed: false,
    };
    if let Some(hook) = list.after.hooks.get(number) {
        way.look_at(list, list.hooks[*hook]);
        way.run(list, *hook, list.generation);
    }
    let ended = settle(woven, way, HELD_HERE);
    callable::exit();
    call.object().release();
    !matches!(ended, Ended::AsItWas)
}

/// The references to a `Weft\Call` that the template has while it passes it on: its variable and the argument.
const TEMPLATE_HOLDS: u32 = 2;
/// The one that `quick.c` held, or was a generator's.
pub(super) const HELD_HERE: u32 = 1;

/// How an invocation ended.
#[derive(Clone, Copy)]
pub(super) enum Ended {
    AsItWas,
    /// With another result, which is pending.
    Otherwise,
    Thrown,
    Abandoned,
}

pub(super) fn settle(woven: Frame, way: WayOut, holders: u32) -> Ended {
    let (outcome, result, changed) = (way.outcome, way.result, way.changed);
    let returned = matches!(outcome, Outcome::Returned) && changed;
    way.end(holders, returned);
    match outcome {
        Outcome::Returned if changed => {
            pending::put(woven, Pending::Result(result));
            Ended::Otherwise
        }
        Outcome::Returned => Ended::AsItWas,
        Outcome::Thrown(error) => {
            exception::restore(error);
            Ended::Thrown
        }
        Outcome::Abandoned => Ended::Abandoned,
    }
}

/// An after callback without a parameter ended badly; `true` when the invocation ends with an exception.
#[cold]
fn failed_after(woven: Frame, list: Kept<List>, number: usize, began: u64) -> bool {
    match sandbox::contain(list.hooks[number], Position::After, list.why_read_only(&list.hooks[number])) {
        Contained::Dropped => false,
        Contained::Block(block) => {
            let mut way = WayOut {
                woven,
                call: None,
                outcome: Outcome::Thrown(block),
                result: Owned::null(),
                changed: false,
            };
            way.run(list, number, began);
            settle(woven, way, 0);
            true
        }
        Contained::End => true,
    }
}

/// The original has thrown. What is to be thrown now, with its reference; `None`: a callback has recovered, and the
/// result is [`pending`], or an exception of the engine's own is.
pub fn failed(woven: Frame, token: Place, error: Object) -> Option<Object> {
    let point = patch_point::of_woven(woven)?;
    if let Some(call) = Call::of(token) {
        call.forget_generator();
    }
    let Some((list, began, call)) = listeners(point, token) else {
        return Some(error.hold());
    };
    end_thrown(woven, list, began, call, TEMPLATE_HOLDS, error.hold());
    exception::take_throwable()
}

/// The same for woven code that keeps a number, while the exception is pending. With none pending afterwards a callback
/// has recovered, and the result is [`pending`].
#[cold]
pub fn caught_numbered(woven: Frame, token: i64) {
    let Some(point) = patch_point::of_woven(woven) else { return };
    let call = quick::take(token);
    // Nobody hears of exit() and the end of a fiber.
    if let Some(error) = exception::take_throwable() {
        let began = call.map_or(token as u64, Call::began);
        match registry::list_of(point) {
            Some(list) => end_thrown(woven, list, began, call, HELD_HERE, error),
            None => exception::restore(error),
        }
    }
    if let Some(call) = call {
        call.object().release();
    }
}

/// Runs the way out for an exception, of which a reference is given. What is to be thrown is pending afterwards.
pub(super) fn end_thrown(woven: Frame, list: Kept<List>, began: u64, call: Option<Call>, holders: u32, error: Object) {
    if callable::inside() {
        return exception::restore(error);
    }
    callable::enter();
    let mut way = WayOut {
        woven,
        call,
        outcome: Outcome::Thrown(error),
        result: Owned::null(),
        changed: false,
    };
    way.run(list, list.hooks.len(), began);
    settle(woven, way, holders);
    callable::exit();
}
