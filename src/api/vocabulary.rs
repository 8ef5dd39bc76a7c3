//! What wrapper templates are written with.
//!
//! Each of these functions is called by woven code, so the frame it was called from is that of the woven function. In
//! code that is not woven they throw an `Error`.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::callbacks::dispatch::{self, Begun, Keeps};
use crate::callbacks::pending::{self, Pending};
use crate::intercept;
use crate::patch_point;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::native::Arguments;
use crate::zend::proceed as original;
use crate::zend::quick;
use crate::zend::reference;
use crate::zend::value::Place;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let mixed = |name| Arg::new(name, DataType::Mixed);
    let gives = |name, handler, kind| FunctionBuilder::new(name, handler).returns(kind, false, false);
    module
        .function(
            gives("Weft\\proceed", proceed, DataType::Mixed)
                .not_required()
                .arg(mixed("key").default("null")),
        )
        // Woven code calls it for originals that return by reference; templates say `\Weft\proceed()` always.
        .function(
            FunctionBuilder::new("Weft\\proceed_by_reference", proceed)
                .not_required()
                .arg(mixed("key").default("null"))
                .returns(DataType::Mixed, true, false),
        )
        // Spliced code calls it with what is returned by reference; see `zend/reference.c`.
        .function(
            FunctionBuilder::new("Weft\\by_reference", by_reference)
                .arg(mixed("value"))
                .returns(DataType::Mixed, true, false),
        )
        .function(gives("Weft\\before", before, DataType::Mixed))
        .function(gives("Weft\\after", after, DataType::Bool).arg(mixed("call")).arg(mixed("result")))
        .function(gives("Weft\\failed", failed, DataType::Mixed).arg(mixed("call")).arg(mixed("error")))
        // Where the splice join needs no variables it calls these three, see `weave/splice/observer.rs`.
        .function(gives("Weft\\begin", quick::BEGIN, DataType::Mixed))
        .function(gives("Weft\\end", quick::END, DataType::Bool).arg(mixed("call")).arg(mixed("result")))
        .function(
            gives("Weft\\caught", caught, DataType::Void)
                .arg(mixed("call"))
                .not_required()
                .arg(mixed("error").default("null")),
        )
        .function(gives("Weft\\skipped", skipped, DataType::Bool))
        .function(gives("Weft\\result", result, DataType::Mixed))
        .function(gives("Weft\\receive", receive, DataType::Mixed))
        .function(gives("Weft\\bypass", bypass, DataType::Void))
        .function(gives("Weft\\this", this, DataType::Mixed))
        .function(gives("Weft\\arguments", arguments, DataType::Mixed))
        .function(gives("Weft\\argument", argument, DataType::Mixed).arg(Arg::new("number", DataType::Long)))
        .function(gives("Weft\\function_name", function_name, DataType::Mixed))
        .function(gives("Weft\\class_name", class_name, DataType::Mixed))
}

/// The woven function from which this one is called; with none, an `Error` is thrown.
pub(super) fn woven(internal: Frame, name: &str) -> Option<Frame> {
    let caller = internal.caller().and_then(|caller| {
        if patch_point::is_woven(caller) {
            Some(caller)
        } else {
            intercept::target_of(caller)
        }
    });
    if caller.is_none() {
        misplaced(name);
    }
    caller
}

/// The woven function from which this one is called, with as many arguments as it takes.
fn called(frame: &mut ExecuteData, name: &str, arguments: u32) -> Option<Frame> {
    woven(Frame::of_internal(frame), name).filter(|_| Arguments::of(frame).fit(arguments, arguments))
}

#[cold]
pub(super) fn misplaced(name: &str) {
    exception::throw_error(format!("Weft\\{name}() may only be called in a wrapper template"));
}

extern "C" fn proceed(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if Frame::of_internal(frame).caller().is_some_and(intercept::is_template) {
            if woven(Frame::of_internal(frame), "proceed").is_some_and(|target| !intercept::proceed(target, Place::of_result(answer))) {
                misplaced("proceed");
            }
            return;
        }
        if Arguments::of(frame).fit(0, 1) && !original::proceed(frame, answer) && !exception::is_pending() {
            misplaced("proceed");
        }
    });
}

/// Gives back its argument, with PHP's notice when it is no reference.
extern "C" fn by_reference(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if called(frame, "by_reference", 1).is_some() {
            reference::give(frame, answer);
        }
    });
}

/// `false`: nobody wants to hear of the end; `true`: a callback has changed the call, see `skipped()`; else something
/// to give to `after()` and `failed()`.
extern "C" fn before(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| ask("before", Keeps::Object, frame, answer));
}

/// The same with a number instead of an object.
extern "C" fn begin(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| ask("begin", Keeps::Number, frame, answer));
}

#[inline(always)]
fn ask(name: &str, keeps: Keeps, frame: &mut ExecuteData, answer: &mut Zval) {
    if !Arguments::of(frame).fit(0, 0) {
        return;
    }
    match Frame::of_internal(frame).caller().and_then(|caller| dispatch::before(caller, keeps)) {
        Some(begun) => tell(begun, answer),
        None => misplaced(name),
    }
}

fn tell(begun: Begun, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    match begun {
        Begun::Silent => answer.set_bool(false),
        Begun::Listening(generation) => answer.set_int(generation.cast_signed()),
        Begun::Observed(call) => answer.set_object(call.object()),
        Begun::Numbered(number) => answer.set_int(number),
        Begun::Changed => answer.set_bool(true),
    }
}

/// What `quick.c` leaves to others: the natives `begin()` and `end()`, from the beginning or from one of the callbacks on.
pub(super) const IN_FULL: quick::Handlers = quick::Handlers { begin, end, begin_at, end_at };

extern "C" fn begin_at(frame: &mut ExecuteData, answer: &mut Zval, list: usize, number: u32, call: Option<quick::Held>) {
    Place::of_result(answer).set_bool(false);
    contained(|| {
        if let Some(caller) = Frame::of_internal(frame).caller() {
            let call = call.map(quick::Held::call);
            tell(dispatch::before_at_turn(caller, list, number as usize, call), answer);
        }
    });
}

extern "C" fn end_at(frame: &mut ExecuteData, answer: &mut Zval, list: usize, number: u32, call: Option<quick::Held>) {
    Place::of_result(answer).set_bool(false);
    contained(|| {
        let internal = Frame::of_internal(frame);
        if let (Some(caller), Some(result)) = (internal.caller(), internal.internal_argument(1)) {
            let call = call.map(quick::Held::call);
            let changed = dispatch::after_at_turn(caller, list, number as usize, call, result);
            Place::of_result(answer).set_bool(changed);
        }
    });
}

/// Did a callback change the result? Then `result()` has it. With what `begin()` gave.
extern "C" fn end(frame: &mut ExecuteData, answer: &mut Zval) {
    has_returned(frame, answer, "end", |caller, token, result| {
        dispatch::after_numbered(caller, token.as_int().unwrap_or(0), result)
    });
}

/// The original has thrown, and the exception is pending still. If none is afterwards, a callback has recovered, and
/// `result()` has the result.
extern "C" fn caught(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        let internal = Frame::of_internal(frame);
        let token = internal.internal_argument(0).and_then(Place::as_int);
        throw_again(internal, 1);
        if !exception::is_pending() {
            misplaced("caught");
        } else if let (Some(token), Some(caller)) = (token, internal.caller()) {
            dispatch::caught_numbered(caller, token);
        }
    });
}

/// A PHP for debugging has the exception caught first, and handed over: see `weave/splice/observer.rs`.
pub(super) fn throw_again(internal: Frame, number: u32) {
    if let Some(error) = internal.internal_argument(number).and_then(|error| error.dereferenced().as_object())
        && cfg!(php_asserts)
        && !exception::is_pending()
    {
        exception::restore(error.hold());
    }
}

/// Did a callback change the result? Then `result()` has it.
extern "C" fn after(frame: &mut ExecuteData, answer: &mut Zval) {
    has_returned(frame, answer, "after", dispatch::after);
}

/// The original has returned: `tell` is given the woven function, what the way in gave, and the result.
#[inline(always)]
fn has_returned(frame: &mut ExecuteData, answer: &mut Zval, name: &str, tell: impl FnOnce(Frame, Place, Place) -> Option<bool>) {
    // The optimizer relies on the declared type.
    Place::of_result(answer).set_bool(false);
    contained(|| {
        if !Arguments::of(frame).fit(2, 2) {
            return;
        }
        let internal = Frame::of_internal(frame);
        let ended = match (internal.caller(), internal.internal_argument(0), internal.internal_argument(1)) {
            (Some(caller), Some(token), Some(result)) => tell(caller, token, result),
            _ => None,
        };
        match ended {
            Some(changed) => Place::of_result(answer).set_bool(changed),
            None => misplaced(name),
        }
    });
}

/// What is to be thrown; null when a callback recovered. Then `result()` has the result.
extern "C" fn failed(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let internal = Frame::of_internal(frame);
        if let (Some(caller), Some(call), Some(error)) = (called(frame, "failed", 2), internal.argument(0), internal.argument(1))
            && let Some(error) = error.dereferenced().as_object()
            && let Some(error) = dispatch::failed(caller, call, error)
        {
            Place::of_result(answer).set_object(error);
        }
    });
}

/// After `before()` has answered true: is the original not to be called?
extern "C" fn skipped(frame: &mut ExecuteData, answer: &mut Zval) {
    Place::of_result(answer).set_bool(false);
    contained(|| {
        if let Some(caller) = called(frame, "skipped", 0) {
            Place::of_result(answer).set_bool(pending::is_result(caller));
        }
    });
}

/// The result that a callback gave.
extern "C" fn result(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| fetch("result", frame, answer));
}

/// Answers with what is ready for the caller.
fn fetch(name: &str, frame: &mut ExecuteData, answer: &mut Zval) {
    if let Some(caller) = called(frame, name, 0)
        && let Some(Pending::Result(value) | Pending::Arguments(value)) = pending::take(caller)
    {
        value.move_to(Place::of_result(answer));
    }
}

/// The arguments that a callback changed. Woven code makes of this call the assignments to the function's parameters.
extern "C" fn receive(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| fetch("receive", frame, answer));
}

/// Goes on with the original as if it were not woven. Woven code makes a jump of this call.
extern "C" fn bypass(_frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| misplaced("bypass"));
}

extern "C" fn this(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if let Some(object) = called(frame, "this", 0).and_then(Frame::object) {
            Place::of_result(answer).set_object(object.hold());
        }
    });
}

extern "C" fn arguments(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if let Some(caller) = called(frame, "arguments", 0) {
            caller.arguments().move_to(Place::of_result(answer));
        }
    });
}

extern "C" fn argument(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let Some(caller) = called(frame, "argument", 1) else { return };
        let Some(number) = Arguments::of(frame).int(0, 0) else { return };
        let found = u32::try_from(number).ok().and_then(|number| caller.argument(number));
        if let Some(value) = found.map(Place::dereferenced).filter(|value| !value.is_undef()) {
            Place::of_result(answer).set_copy(value);
        }
    });
}

extern "C" fn function_name(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if let Some(caller) = called(frame, "function_name", 0) {
            Place::of_result(answer).set_text(caller.names().1);
        }
    });
}

extern "C" fn class_name(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        if let Some(caller) = called(frame, "class_name", 0)
            && let Some(name) = caller.names().0
        {
            Place::of_result(answer).set_text(name);
        }
    });
}
