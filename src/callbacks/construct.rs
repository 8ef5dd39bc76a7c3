//! What woven code tells of `include`, `eval` and `exit`: `\Weft\construct_before()` and its kin, see `weave/ast_hook.rs`.
//!
//! No frame in here owns anything: a callback may end in a long jump.

use std::cell::RefCell;

use super::hook::{Event, Position};
use super::registry::{self, List};
use super::sandbox::{self, Contained};
use super::way_out::{Outcome, WayOut};
use crate::zend::call::{Call, Stage};
use crate::zend::callable;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::log;
use crate::zend::memory::Kept;
use crate::zend::value::{Array, ArrayKey, Owned, Place};

/// A construct under way: of each function at most one at a time.
#[derive(Clone, Copy)]
struct Under {
    /// The frame of the function in which it stands.
    frame: usize,
    /// It is `exit`: no value comes back from it.
    ends: bool,
    /// Path or source; later the result of a call that was skipped.
    value: Owned,
    /// Who is to hear of the end, from the state of the registry on that the invocation began in.
    listeners: Option<(Kept<List>, u64)>,
    call: Option<Call>,
    /// It is (part of) an argument of another call, which an exception takes with it.
    is_argument: bool,
}

thread_local! {
    static UNDER_WAY: RefCell<Vec<Under>> = const { RefCell::new(Vec::new()) };
}

fn take(place: Frame) -> Option<Under> {
    UNDER_WAY.with_borrow_mut(|all| {
        let at = all.iter().rposition(|under| under.frame == place.address())?;
        Some(all.remove(at))
    })
}

fn put(under: Under) {
    UNDER_WAY.with_borrow_mut(|all| all.push(under));
}

/// A construct begins, in the function with the frame `place`. `false`: it is not to run, and [`otherwise`] has its value.
/// `told` is the frame of the native function that says so.
pub fn before(told: Frame, place: Frame, event: Event, name: &str, operand: Place) -> bool {
    let mut under = Under {
        frame: place.address(),
        ends: event == Event::Exit,
        value: Owned::copy(operand.dereferenced()),
        listeners: None,
        call: None,
        is_argument: place.is_calling(),
    };
    let list = registry::list_of_event(event).filter(|_| !callable::inside());
    let goes_on = list.is_none_or(|list| {
        callable::enter();
        let goes_on = ask(told, list, name, &mut under);
        callable::exit();
        goes_on
    });
    if exception::is_pending() {
        // It is thrown where the construct stands, and nobody asks for the rest.
        under.value.release();
        return false;
    }
    put(under);
    goes_on
}

/// Asks the before callbacks.
fn ask(told: Frame, list: Kept<List>, name: &str, under: &mut Under) -> bool {
    let began = list.generation;
    let call = list.wants_call.then(|| Call::of_construct(told, name, under.value.place(), began));
    for (turn, number) in list.before.turns.iter().zip(&list.before.hooks) {
        let hook = list.hooks[*number];
        if callable::run(&[*turn], began, call) == 0 {
            match sandbox::contain(hook, Position::Before, list.why_read_only(&hook)) {
                Contained::Dropped => {}
                Contained::Block(block) => return leave(told, list, *number, call, Outcome::Thrown(block), under),
                Contained::End => return leave(told, list, *number, call, Outcome::Abandoned, under),
            }
        }
        let Some(call) = call else { continue };
        if call.stage() == Stage::Skipped
            && let Some(why) = list.why_read_only(&hook)
        {
            call.result().replace(Owned::null());
            call.set_stage(Stage::Before);
            sandbox::refuse(hook, Position::Before, &why);
        }
        if call.stage() == Stage::Skipped {
            let result = Owned::copy(call.result().dereferenced());
            under.value.release();
            under.value = result;
            return leave(told, list, *number, Some(call), Outcome::Returned, under);
        }
        if let Some((given, now)) = call.changes() {
            match list.why_read_only(&hook).map_or_else(|| changed(now, under.ends), Err) {
                Ok(operand) => {
                    under.value.release();
                    under.value = Owned::copy(operand);
                    call.show(now.copied());
                }
                Err(why) => {
                    call.show(given.hold());
                    sandbox::refuse(hook, Position::Before, &why);
                }
            }
        }
    }
    if list.has_way_out {
        under.listeners = Some((list, began));
        under.call = call;
    }
    if let Some(call) = call {
        call.close(call.is_kept(1));
        if !list.has_way_out {
            call.object().release();
        }
    }
    true
}

/// The operand that a callback left; it must be the only argument, and a string. A status may be a number, or missing.
fn changed(now: Array, is_status: bool) -> Result<Place, String> {
    let mut position = 0;
    let mut operand = None;
    while let Some(element) = now.at(position) {
        position += 1;
        match element {
            Some((ArrayKey::Index(0), value)) => operand = Some(value.dereferenced()),
            Some(_) => return Err("it has one argument only, #1".to_owned()),
            None => {}
        }
    }
    match operand {
        None => Err("argument #1 was removed".to_owned()),
        Some(operand) if operand.is_text() => Ok(operand),
        Some(status) if is_status && (status.as_int().is_some() || status.is_null()) => Ok(status),
        Some(other) if is_status => Err(format!("argument #1 must be of type string|int, {} given", other.type_name())),
        Some(other) => Err(format!("argument #1 must be of type string, {} given", other.type_name())),
    }
}

/// The construct does not run. The hooks that were asked before hear of the end.
fn leave(told: Frame, list: Kept<List>, count: usize, call: Option<Call>, outcome: Outcome, under: &mut Under) -> bool {
    let mut way = WayOut {
        woven: told,
        call,
        outcome,
        result: under.value,
        changed: true,
    };
    way.run(list, count, list.generation);
    let (outcome, result) = (way.outcome, way.result);
    way.end(1, true);
    under.value = result;
    if let Some(call) = call {
        call.object().release();
    }
    if let Outcome::Thrown(error) = outcome {
        exception::restore(error);
    }
    false
}

/// Path, source or status, as the callbacks left it. The construct runs with it now.
pub fn operand(place: Frame) -> Option<Owned> {
    let (value, ended) = UNDER_WAY.with_borrow_mut(|all| {
        let at = all.iter().rposition(|under| under.frame == place.address())?;
        let value = std::mem::replace(&mut all[at].value, Owned::null());
        Some((value, if all[at].ends { Some(all.remove(at)) } else { None }))
    })?;
    // As with a function that is left by exit(), no callback hears of its end.
    if let Some(call) = ended.and_then(|under| under.call) {
        call.object().release();
    }
    Some(value)
}

/// The construct has run, with this value. What it is to be; `None`: it was not under way, or an exception is pending.
pub fn after(told: Frame, place: Frame, value: Place) -> Option<Owned> {
    let under = take(place)?;
    let Some((list, began)) = under.listeners else {
        return Some(Owned::copy(value.dereferenced()));
    };
    match end(told, list, began, under, Outcome::Returned, Owned::copy(value.dereferenced())) {
        (Outcome::Returned, result) => Some(result),
        (Outcome::Thrown(error), _) => {
            exception::restore(error);
            None
        }
        (Outcome::Abandoned, _) => None,
    }
}

/// It was skipped, or has thrown. Its value; `None`: an exception is pending.
pub fn otherwise(told: Frame, place: Frame) -> Option<Owned> {
    if !exception::is_pending() {
        return take(place).map(|under| under.value);
    }
    let under = take(place)?;
    let Some(((list, began), error)) = under.listeners.and_then(|listeners| Some((listeners, exception::take_throwable()?))) else {
        // It ends without callbacks: nobody listens, or it is exit(), or the end of its fiber.
        under.value.release();
        if let Some(call) = under.call {
            call.object().release();
        }
        return None;
    };
    under.value.release();
    error.hold();
    match end(told, list, began, under, Outcome::Thrown(error), Owned::null()) {
        (Outcome::Returned, result) if under.is_argument => {
            result.release();
            log::write("a failed callback for include or eval is refused: what stands in the arguments of a call cannot be recovered");
            exception::restore(error);
            return None;
        }
        (Outcome::Returned, result) => {
            error.release();
            return Some(result);
        }
        (Outcome::Thrown(now), _) => exception::restore(now),
        (Outcome::Abandoned, _) => {}
    }
    error.release();
    None
}

/// Runs the after or the failed callbacks.
fn end(told: Frame, list: Kept<List>, began: u64, under: Under, outcome: Outcome, result: Owned) -> (Outcome, Owned) {
    callable::enter();
    let mut way = WayOut {
        woven: told,
        call: under.call,
        outcome,
        result,
        changed: false,
    };
    way.run(list, list.hooks.len(), began);
    let (outcome, result) = (way.outcome, way.result);
    way.end(1, matches!(outcome, Outcome::Returned));
    if let Some(call) = under.call {
        call.object().release();
    }
    callable::exit();
    (outcome, result)
}

/// Gives back what a long jump left behind. `clean`: there was none.
pub fn request_end(clean: bool) {
    while let Some(under) = UNDER_WAY.with_borrow_mut(Vec::pop) {
        if clean {
            under.value.release();
            if let Some(call) = under.call {
                call.object().release();
            }
        }
    }
}
