//! What spliced generators are written with, see `weave/splice/generator.rs`.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use super::vocabulary::{misplaced, throw_again};
use crate::callbacks::hook::Position;
use crate::callbacks::resumable::{self, Start};
use crate::patch_point;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::value::Place;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let mixed = |name| Arg::new(name, DataType::Mixed);
    let gives = |name, handler, kind| FunctionBuilder::new(name, handler).returns(kind, false, false);
    module
        .function(gives("Weft\\generator_before", before, DataType::Mixed))
        .function(gives("Weft\\generator_starts", starts, DataType::Mixed).arg(mixed("call")))
        .function(gives("Weft\\generator_returns", returns, DataType::Bool).arg(mixed("result")))
        .function(
            gives("Weft\\generator_throws", throws, DataType::Void)
                .not_required()
                .arg(mixed("error").default("null")),
        )
        .function(gives("Weft\\generator_yields", yields, DataType::Mixed).arg(mixed("value")))
        .function(gives("Weft\\generator_yields_reference", yields_reference, DataType::Void).arg(mixed("value")))
        .function(gives("Weft\\generator_resumes", resumes, DataType::Mixed).arg(mixed("value")))
}

/// The woven function from which this one is called.
fn caller(internal: Frame, name: &str) -> Option<Frame> {
    let caller = internal.caller().filter(|caller| patch_point::is_woven(*caller));
    if caller.is_none() && !exception::is_pending() {
        misplaced(name);
    }
    caller
}

/// The same, and the first argument.
fn called_with(frame: &mut ExecuteData, name: &str) -> Option<(Frame, Place)> {
    let internal = Frame::of_internal(frame);
    caller(internal, name).zip(internal.internal_argument(0))
}

/// `false`: nobody wants to hear of the end; `true`: a callback has changed the call, see `skipped()`; else the generator made
/// next is that of this call, and the answer 1 if somebody asks for its yields or resumes, 0 if nobody does.
extern "C" fn before(frame: &mut ExecuteData, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    answer.set_bool(false);
    contained(|| {
        let Some(caller) = caller(Frame::of_internal(frame), "generator_before") else {
            return;
        };
        match resumable::begin(caller) {
            Start::Silent => {}
            Start::Changed => answer.set_bool(true),
            Start::Heard { asks } => answer.set_int(asks.into()),
        }
    });
}

/// The same behind `receive()`, which gave the token: never `true`.
extern "C" fn starts(frame: &mut ExecuteData, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    answer.set_bool(false);
    contained(|| {
        if let Some((caller, token)) = called_with(frame, "generator_starts")
            && let Start::Heard { asks } = resumable::start(caller, token)
        {
            answer.set_int(asks.into());
        }
    });
}

/// Did a callback change the result? Then `result()` has it.
extern "C" fn returns(frame: &mut ExecuteData, answer: &mut Zval) {
    // The optimizer relies on the declared type.
    Place::of_result(answer).set_bool(false);
    contained(|| {
        if let Some((caller, result)) = called_with(frame, "generator_returns")
            && let Some(changed) = resumable::returned(caller, result)
        {
            Place::of_result(answer).set_bool(changed);
        }
    });
}

/// An exception leaves the generator, and is pending still. If none is afterwards, `result()` has the result.
extern "C" fn throws(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        let internal = Frame::of_internal(frame);
        throw_again(internal, 0);
        if !exception::is_pending() {
            misplaced("generator_throws");
        } else if let Some(caller) = caller(internal, "generator_throws") {
            resumable::thrown(caller);
        }
    });
}

/// The value that it yields: this, or what a callback made of it.
extern "C" fn yields(frame: &mut ExecuteData, answer: &mut Zval) {
    passes("generator_yields", Position::Yielded, frame, answer);
}

/// The value with which it goes on: this, or what a callback made of it.
extern "C" fn resumes(frame: &mut ExecuteData, answer: &mut Zval) {
    passes("generator_resumes", Position::Resumed, frame, answer);
}

fn passes(name: &str, position: Position, frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let Some((caller, value)) = called_with(frame, name) else { return };
        match resumable::passes(caller, position, value.dereferenced(), None) {
            Some(other) => other.move_to(Place::of_result(answer)),
            None if exception::is_pending() => {}
            None => Place::of_result(answer).set_copy(value.dereferenced()),
        }
    });
}

/// It yields by reference: callbacks may look.
extern "C" fn yields_reference(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if let Some((caller, value)) = called_with(frame, "generator_yields_reference") {
            resumable::passes(caller, Position::Yielded, value.dereferenced(), Some("the generator yields by reference"));
        }
    });
}
