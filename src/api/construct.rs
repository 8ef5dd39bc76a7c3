//! What woven code calls around `include`, `eval` and `exit`, see `weave/ast_hook.rs`.

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::contained;
use crate::callbacks::construct;
use crate::callbacks::hook::Event;
use crate::zend::ast_hook;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::native::Arguments;
use crate::zend::value::Place;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let mixed = |name| Arg::new(name, DataType::Mixed);
    let gives = |name, handler, kind| FunctionBuilder::new(name, handler).returns(kind, false, false);
    module
        .function(
            gives("Weft\\construct_before", before, DataType::Bool)
                .arg(mixed("operand"))
                .arg(Arg::new("kind", DataType::Long)),
        )
        .function(gives("Weft\\construct_operand", operand, DataType::Mixed))
        .function(gives("Weft\\construct_after", after, DataType::Mixed).arg(mixed("value")))
        .function(gives("Weft\\construct_otherwise", otherwise, DataType::Mixed))
}

/// The function from which this one is called, with as many arguments as it takes.
fn place(frame: &mut ExecuteData, arguments: u32) -> Option<Frame> {
    if Arguments::of(frame).fit(arguments, arguments) {
        Frame::of_internal(frame).caller()
    } else {
        None
    }
}

#[cold]
fn misplaced(name: &str) {
    if !exception::is_pending() {
        exception::throw_error(format!("Weft\\{name}() may only be called by woven code"));
    }
}

/// `false`: the construct is not to run.
extern "C" fn before(frame: &mut ExecuteData, answer: &mut Zval) {
    Place::of_result(answer).set_bool(true);
    contained(|| {
        let Some(place) = place(frame, 2) else { return };
        let told = Frame::of_internal(frame);
        let kind = Arguments::of(frame).int(1, 0).unwrap_or_default();
        let event = match u32::try_from(kind) {
            Ok(ast_hook::EVAL) => Event::Eval,
            Ok(ast_hook::EXIT) => Event::Exit,
            _ => Event::Include,
        };
        if let Some(operand) = told.internal_argument(0) {
            let goes_on = construct::before(told, place, event, ast_hook::name(kind), operand);
            Place::of_result(answer).set_bool(goes_on);
        }
    });
}

extern "C" fn operand(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| match place(frame, 0).map(construct::operand) {
        Some(Some(operand)) => operand.move_to(Place::of_result(answer)),
        _ => misplaced("construct_operand"),
    });
}

extern "C" fn after(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let Some(place) = place(frame, 1) else { return };
        let told = Frame::of_internal(frame);
        match told.internal_argument(0).and_then(|value| construct::after(told, place, value)) {
            Some(value) => value.move_to(Place::of_result(answer)),
            None => misplaced("construct_after"),
        }
    });
}

extern "C" fn otherwise(frame: &mut ExecuteData, answer: &mut Zval) {
    contained(|| {
        let Some(place) = place(frame, 0) else { return };
        match construct::otherwise(Frame::of_internal(frame), place) {
            Some(value) => value.move_to(Place::of_result(answer)),
            None => misplaced("construct_otherwise"),
        }
    });
}
