//! `Weft\explain()` and `Weft\explain_file()`.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;

use crate::intercept;
use crate::weave::describe::{self, Answer};
use crate::zend::answer::{Array, string_argument};
use crate::zend::memory;

thread_local! {
    /// Answers on their way into PHP's arrays. Here and not in a frame: a memory limit leaves the frames by a long jump.
    static UNDER_WAY: Cell<*mut Vec<Answer>> = const { Cell::new(std::ptr::null_mut()) };
}

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    module
        .function(
            FunctionBuilder::new("Weft\\explain", explain)
                .arg(Arg::new("target", DataType::String))
                .returns(DataType::Array, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\explain_file", explain_file)
                .arg(Arg::new("file", DataType::String))
                .returns(DataType::Array, false, false),
        )
}

extern "C" fn explain(frame: &mut ExecuteData, result: &mut Zval) {
    if let Some(target) = string_argument(frame) {
        let answers = catch_unwind(|| keep(vec![describe::target(target, intercept::standing::explained)]));
        hand_over(answers.ok(), |answers| {
            if let Some(answer) = answers.first() {
                fill(Array::in_result(result), answer);
            }
        });
    }
}

extern "C" fn explain_file(frame: &mut ExecuteData, result: &mut Zval) {
    if let Some(file) = string_argument(frame) {
        let answers = catch_unwind(AssertUnwindSafe(|| keep(describe::file(file))));
        let list = Array::in_result(result);
        hand_over(answers.ok(), |answers| {
            for answer in answers {
                fill(list.element(), answer);
            }
        });
    }
}

fn keep(answers: Vec<Answer>) -> *mut Vec<Answer> {
    let answers = Box::into_raw(Box::new(answers));
    forget(UNDER_WAY.replace(answers));
    answers
}

fn hand_over(answers: Option<*mut Vec<Answer>>, give: impl FnOnce(&Vec<Answer>)) {
    if let Some(answers) = answers {
        give(memory::borrow(answers));
    }
    forget(UNDER_WAY.replace(std::ptr::null_mut()));
}

fn forget(answers: *mut Vec<Answer>) {
    if !answers.is_null() {
        drop(memory::reclaim(answers));
    }
}

/// The keys are a contract with `weft explain`.
fn fill(array: Array, answer: &Answer) {
    let verdict = &answer.verdict;
    array.text(c"target", Some(&answer.target));
    array.text(c"file", answer.file.as_deref());
    array.int(c"line", answer.line);
    array.text(c"state", Some(verdict.state.name()));
    array.text(c"rule", verdict.rule.as_deref());
    array.text(c"pattern", verdict.pattern.as_deref());
    array.text(c"wrapper", verdict.wrapper.as_deref());
    array.text(c"template", verdict.template.as_deref());
    array.text(c"join", verdict.join);
    array.text(c"reason", Some(&verdict.reason));
    array.text(c"php", answer.php.as_deref());
    array.text(c"opcodes", answer.opcodes.as_deref());
}
