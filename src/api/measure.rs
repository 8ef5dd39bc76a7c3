//! What the templates `time` and `count` call.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::ffi;
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use super::vocabulary::woven;
use crate::agent;
use crate::patch_point;
use crate::rules;
use crate::signals::{self, Identity, Met, Weaving};
use crate::zend::frame::Frame;
use crate::zend::module::handle;
use crate::zend::native::Arguments;
use crate::zend::point::{Mark, Point};

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(FunctionBuilder::new("Weft\\enter", enter).returns(DataType::Void, false, false))
        .function(
            FunctionBuilder::new("Weft\\leave", leave)
                .not_required()
                .arg(Arg::new("failed", DataType::Bool).default("false"))
                .returns(DataType::Void, false, false),
        )
        .function(FunctionBuilder::new("Weft\\count", count).returns(DataType::Void, false, false))
}

/// `\Weft\enter(): void`: a call of the woven function begins.
extern "C" fn enter(frame: &mut ExecuteData, _result: &mut Zval) {
    if !Arguments::of(frame).fit(0, 0) {
        return;
    }
    let known = catch_unwind(AssertUnwindSafe(|| Frame::of_internal(frame).caller().is_some_and(signals::enter)));
    if !known.unwrap_or(true) {
        enter_slowly(frame);
    }
}

#[cold]
#[inline(never)]
fn enter_slowly(frame: &mut ExecuteData) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let caller = woven(Frame::of_internal(frame), "enter")?;
        let point = patch_point::of_woven(caller)?;
        signals::enter_slowly(point, caller, |take: &mut dyn FnMut(Met)| meet(point, caller, "time", take));
        Some(())
    }));
}

/// `\Weft\leave(bool $failed = false): void`: that call ends.
extern "C" fn leave(frame: &mut ExecuteData, _result: &mut Zval) {
    if Arguments::of(frame).count() > 0 {
        return leave_with(frame);
    }
    let done = catch_unwind(AssertUnwindSafe(|| Frame::of_internal(frame).caller().is_some_and(signals::leave)));
    if !done.unwrap_or(true) {
        leave_slowly(frame);
    }
}

#[cold]
#[inline(never)]
fn leave_slowly(frame: &mut ExecuteData) {
    let due = catch_unwind(AssertUnwindSafe(|| {
        woven(Frame::of_internal(frame), "leave").is_some_and(signals::leave_slowly)
    }));
    flush_if(due.unwrap_or(false));
}

#[cold]
#[inline(never)]
fn leave_with(frame: &mut ExecuteData) {
    let due = catch_unwind(AssertUnwindSafe(|| {
        if !Arguments::of(frame).fit(0, 1) {
            return false;
        }
        let Some(failed) = Arguments::of(frame).bool(0, false) else {
            return false;
        };
        let leave = |caller| {
            if failed {
                signals::fail(caller)
            } else {
                !signals::leave(caller) && signals::leave_slowly(caller)
            }
        };
        woven(Frame::of_internal(frame), "leave").is_some_and(leave)
    }));
    flush_if(due.unwrap_or(false));
}

/// `\Weft\count(): void`: the woven function was called.
extern "C" fn count(frame: &mut ExecuteData, _result: &mut Zval) {
    if !Arguments::of(frame).fit(0, 0) {
        return;
    }
    let known = catch_unwind(AssertUnwindSafe(|| Frame::of_internal(frame).caller().is_some_and(signals::count)));
    if !known.unwrap_or(true) {
        count_slowly(frame);
    }
}

#[cold]
#[inline(never)]
fn count_slowly(frame: &mut ExecuteData) {
    let due = catch_unwind(AssertUnwindSafe(|| {
        let caller = woven(Frame::of_internal(frame), "count")?;
        let point = patch_point::of_woven(caller)?;
        Some(signals::count_slowly(point, |take: &mut dyn FnMut(Met)| meet(point, caller, "count", take)))
    }));
    flush_if(matches!(due, Ok(Some(true))));
}

fn flush_if(due: bool) {
    if due {
        let _ = catch_unwind(agent::flush);
    }
}

/// What is to be known of a function at its first call in a request.
fn meet(point: Point, caller: Frame, own_name: &str, take: &mut dyn FnMut(Met)) {
    let op_array = caller.op_array();
    let called = op_array.and_then(|op_array| Mark::of(op_array.marked(handle()))).is_some_and(|mark| mark.calls);
    let rules = rules::current();
    let rule = rules.of_effect(point.rule()).and_then(|rule| rules.set.rules.get(rule));
    take(Met {
        identity: Identity {
            class: point.class(),
            function: point.function(),
            file: point.file(),
            line: point.line(),
        },
        weaving: Weaving {
            wrapper: rule.map_or(own_name, |rule| &rule.wrapper),
            join: match op_array {
                None => "intercept",
                Some(_) if called => "call",
                Some(_) => "splice",
            },
            rule: rule.map(|rule| &rule.origin),
        },
        generator: op_array.is_some_and(|op_array| op_array.has_flag(ffi::ZEND_ACC_GENERATOR)),
    });
}
