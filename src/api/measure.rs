//! What the templates `time` and `count` call.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::ffi;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use crate::agent;
use crate::patch_point;
use crate::rules;
use crate::signals::{self, Identity, Met, Weaving};
use crate::zend::frame::Frame;
use crate::zend::module::handle;
use crate::zend::native::{Arguments, answer_int};
use crate::zend::point::{Mark, Point};

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(FunctionBuilder::new("Weft\\enter", enter).returns(DataType::Long, false, false))
        .function(
            FunctionBuilder::new("Weft\\leave", leave)
                .arg(Arg::new("token", DataType::Long))
                .not_required()
                .arg(Arg::new("failed", DataType::Bool).default("false"))
                .returns(DataType::Void, false, false),
        )
        .function(FunctionBuilder::new("Weft\\count", count).returns(DataType::Void, false, false))
}

/// `\Weft\enter(): int`: a call begins. Answers its token; 0 when it is not timed.
extern "C" fn enter(frame: &mut ExecuteData, result: &mut Zval) {
    let token = catch_unwind(AssertUnwindSafe(|| {
        let caller = Frame::of_internal(frame).caller()?;
        let point = patch_point::of_woven(caller)?;
        Some(signals::enter(point.number(), |take| meet(point, caller, "time", take)))
    }));
    answer_int(result, token.ok().flatten().unwrap_or(0));
}

/// `\Weft\leave(int $token, bool $failed = false): void`: that call ends.
extern "C" fn leave(frame: &mut ExecuteData, _result: &mut Zval) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let arguments = Arguments::of(frame);
        if let Some(token) = arguments.int(0)
            && signals::leave(token, arguments.is_true(1))
        {
            agent::flush();
        }
    }));
}

/// `\Weft\count(): void`: a call began.
extern "C" fn count(frame: &mut ExecuteData, _result: &mut Zval) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        if let Some(caller) = Frame::of_internal(frame).caller()
            && let Some(point) = patch_point::of_woven(caller)
            && signals::count(point.number(), |take| meet(point, caller, "count", take))
        {
            agent::flush();
        }
    }));
}

/// What is to be known of a function at its first call in a request.
fn meet(point: Point, caller: Frame, own_name: &str, take: &mut dyn FnMut(Met)) {
    let op_array = caller.op_array();
    let called = op_array.and_then(|op_array| Mark::of(op_array.marked(handle()))).is_some_and(|mark| mark.calls);
    let rules = rules::current();
    let rule = rules.set.rules.get(point.rule() as usize);
    take(Met {
        identity: Identity {
            class: point.class(),
            function: point.function(),
            file: point.file(),
            line: point.line(),
        },
        weaving: Weaving {
            wrapper: rule.map_or(own_name, |rule| &rule.wrapper),
            join: if called { "call" } else { "splice" },
        },
        generator: op_array.is_some_and(|op_array| op_array.has_flag(ffi::ZEND_ACC_GENERATOR)),
    });
}
