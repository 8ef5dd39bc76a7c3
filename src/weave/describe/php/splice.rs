//! Wrapper and original in one function.

use ext_php_rs::ffi;

use super::Pair;
use super::layout::{Edit, block};
use super::original::{self, Nature, Use};
use super::template::{self, Returns};
use crate::weave::describe::source::{Function, Kind, Source};
use crate::weave::describe::text;
use crate::zend::op::code;
use crate::zend::op_array::{Form, OpArray};

const INDENT: &str = "    ";

pub fn write(pair: &Pair, comments: &[String]) -> String {
    let taken = pair.template.taken(|name| has_variable(pair.source, pair.function, name));
    let by_reference = by_reference(pair.op_array);
    let mut edits = Vec::new();
    if let Some(site) = pair.template.sites().into_iter().next() {
        let (tokens, usage) = site.statement.unwrap_or((site.call.clone(), Use::Dropped));
        let usage = match usage {
            Use::Assigned(name, _) => Use::Assigned(template::variable(&name[1..], &taken), by_reference),
            other => other,
        };
        let indent = pair.template.indentation(tokens.start, INDENT);
        let nature = Nature {
            never: returns(pair.op_array) == Returns::Never,
        };
        let text = original::inside(pair.source, pair.function, &usage, nature, &indent);
        edits.push(Edit { tokens, text: MARK.to_owned() });
        return finish(
            pair,
            comments,
            edits,
            &taken,
            &format!("{indent}// >>> the original\n{text}{indent}// <<< the wrapper"),
            &indent,
        );
    }
    finish(pair, comments, edits, &taken, "", "")
}

/// Stands for the original while the template is laid out, whose changes would indent it once more.
const MARK: &str = "weft_original_goes_here";

fn finish(pair: &Pair, comments: &[String], edits: Vec<Edit>, taken: &[Vec<u8>], original: &str, indent: &str) -> String {
    let body = pair.template.body(edits, taken, returns(pair.op_array), INDENT);
    // Alone on its line in all templates that people write; else it follows on lines of its own.
    let body = match body.find(&format!("{indent}{MARK}\n")) {
        Some(_) => body.replace(&format!("{indent}{MARK}"), original),
        None => body.replace(MARK, &format!("\n{original}\n{indent}")),
    };
    let comments: String = comments.iter().map(|comment| format!("{INDENT}// {comment}\n")).collect();
    let settings = template::settings(&pair.woven.template, &pair.woven.settings, taken, INDENT);
    format!("{}{comments}{settings}{body}}}\n", head(pair.source, pair.function, pair.op_array, &[]))
}

/// The signature and the opening brace.
pub fn head(source: &Source, function: &Function, op_array: OpArray, edits: &[Edit]) -> String {
    let mut edits = edits.to_vec();
    if function.arrow {
        // It has one expression and takes variables by itself; what it becomes has statements.
        edits.push(Edit {
            tokens: function.keyword..function.keyword + 1,
            text: "function ".to_owned(),
        });
        let names = implicit(op_array);
        if !names.is_empty() {
            edits.push(Edit {
                tokens: function.parameters.end..function.parameters.end + 1,
                text: format!(") use ({})", names.join(", ")),
            });
        }
    }
    let head = block(source, function.head.clone(), &edits, "");
    let head = head.trim_end();
    // Behind a list of parameters over several lines the brace stands on the last one.
    let brace = if op_array.has_flag(ffi::ZEND_ACC_CLOSURE) || head.contains('\n') {
        " {"
    } else {
        "\n{"
    };
    format!("{head}{brace}\n")
}

/// The variables that an arrow function takes from around it.
fn implicit(op_array: OpArray) -> Vec<String> {
    let ops = op_array.ops(Form::Finished);
    let takes = ops
        .iter()
        .filter(|op| op.opcode == code::BIND_STATIC && op.extended & ffi::ZEND_BIND_IMPLICIT != 0);
    takes.map(|op| format!("${}", text(op_array.variable(op.op1.number)))).collect()
}

pub fn by_reference(op_array: OpArray) -> bool {
    op_array.has_flag(ffi::ZEND_ACC_RETURN_REFERENCE) && !op_array.has_flag(ffi::ZEND_ACC_GENERATOR)
}

pub fn returns(op_array: OpArray) -> Returns {
    match op_array.return_type() {
        Some(declared) if declared.admits(ffi::IS_VOID) => Returns::Nothing,
        Some(declared) if declared.admits(ffi::IS_NEVER) => Returns::Never,
        _ => Returns::AsWritten,
    }
}

fn has_variable(source: &Source, function: &Function, name: &[u8]) -> bool {
    let tokens = function.head.clone().chain(function.body.clone());
    tokens.into_iter().any(|at| match source.tokens[at].kind {
        Kind::Variable => source.word(at) == name,
        Kind::Text => source.word(at).windows(name.len()).any(|window| window == name),
        _ => false,
    })
}
