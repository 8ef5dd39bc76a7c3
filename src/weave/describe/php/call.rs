//! Wrapper and original apart.

use std::ops::Range;

use ext_php_rs::ffi;

use super::Pair;
use super::layout::{Edit, block};
use super::original::Use;
use super::splice::{by_reference, head, returns};
use super::template;
use crate::weave::call::Reach;
use crate::weave::describe::source::{Kind, Source};
use crate::weave::describe::text;
use crate::zend::op_array::OpArray;

const INDENT: &str = "    ";

pub fn write(pair: &Pair, comments: &[String]) -> String {
    let op_array = pair.op_array;
    let parameters: Vec<Vec<u8>> = parameters(pair).iter().map(|name| [b"$", name.as_bytes()].concat()).collect();
    let taken = pair.template.taken(|name| parameters.iter().any(|parameter| parameter == name));
    let call = call(pair);
    let reference = if by_reference(op_array) { "&" } else { "" };
    let edits = pair.template.sites().into_iter().map(|site| match site.statement {
        Some((tokens, Use::Assigned(name, _))) => {
            let name = template::variable(&name[1..], &taken);
            let text = format!("{name} = {reference}{call};");
            Edit { tokens, text }
        }
        _ => Edit {
            tokens: site.call,
            text: call.clone(),
        },
    });
    let body = pair.template.body(edits.collect(), &taken, returns(op_array), INDENT);
    let comments: String = comments.iter().map(|comment| format!("{INDENT}// {comment}\n")).collect();
    let settings = template::settings(&pair.woven.template, &pair.woven.settings, &taken, INDENT);
    let wrapper = format!("{}{comments}{settings}{body}}}\n", head(pair.source, pair.function, op_array, &[]));
    let original = original(pair);
    if is_closure(op_array) {
        // Before it is used, as one would write it.
        format!("$original = {original};\n\n{wrapper}")
    } else {
        format!("{wrapper}\n{original}\n")
    }
}

fn is_closure(op_array: OpArray) -> bool {
    op_array.has_flag(ffi::ZEND_ACC_CLOSURE)
}

fn parameters(pair: &Pair) -> Vec<String> {
    let op_array = pair.op_array;
    let count = op_array.parameters() + u32::from(op_array.has_flag(ffi::ZEND_ACC_VARIADIC));
    (0..count).map(|number| text(op_array.parameter(number).name())).collect()
}

/// The hidden original has no name that PHP could write: this one stands for it.
fn name(pair: &Pair) -> String {
    let name = pair
        .function
        .name
        .map_or("", |at| std::str::from_utf8(pair.source.word(at)).unwrap_or_default());
    format!("{name}__original")
}

fn call(pair: &Pair) -> String {
    let op_array = pair.op_array;
    let names = parameters(pair);
    let variadic = op_array.has_flag(ffi::ZEND_ACC_VARIADIC);
    let one = |(number, name): (usize, &String)| {
        let spread = if variadic && number + 1 == names.len() { "..." } else { "" };
        format!("{spread}${name}")
    };
    let arguments = names.iter().enumerate().map(one).collect::<Vec<_>>().join(", ");
    match Reach::of(op_array) {
        Reach::Inner if is_closure(op_array) => format!("$original({arguments})"),
        // A method's original is told as a method, also where the wrapper keeps it to itself.
        _ if op_array.scope().is_null() => format!("{}({arguments})", name(pair)),
        _ if op_array.has_flag(ffi::ZEND_ACC_STATIC) => format!("self::{}({arguments})", name(pair)),
        _ => format!("$this->{}({arguments})", name(pair)),
    }
}

/// The original's declaration: hidden, private, and promoting nothing by itself, for the wrapper declares the properties.
fn original(pair: &Pair) -> String {
    let (source, function) = (pair.source, pair.function);
    if is_closure(pair.op_array) {
        return block(source, function.head.start..source_end(pair), &[], "").trim_end().to_owned();
    }
    let mut edits = Vec::new();
    if let Some(at) = function.name {
        edits.push(Edit {
            tokens: at..at + 1,
            text: name(pair),
        });
    }
    edits.extend(modifiers(pair));
    let mut promoted = String::new();
    for (tokens, variable) in promotions(source, function.parameters.clone()) {
        edits.push(Edit { tokens, text: String::new() });
        promoted += &format!("{INDENT}$this->{} = {variable};\n", &variable[1..]);
    }
    let body = block(source, function.body.clone(), &[], INDENT);
    format!("{}{promoted}{body}}}", head(source, function, pair.op_array, &edits))
}

fn source_end(pair: &Pair) -> usize {
    // With the closing brace.
    pair.function.body.end + usize::from(!pair.function.arrow)
}

/// Whatever it was, the original is private.
fn modifiers(pair: &Pair) -> Option<Edit> {
    if pair.op_array.scope().is_null() {
        return None;
    }
    let is_static = pair.op_array.has_flag(ffi::ZEND_ACC_STATIC);
    let private = if is_static { "private static function" } else { "private function" };
    Some(Edit {
        tokens: pair.function.head.start..pair.function.keyword + 1,
        text: private.to_owned(),
    })
}

/// The modifiers of promoted parameters, with the variable of each.
fn promotions(source: &Source, parameters: Range<usize>) -> Vec<(Range<usize>, String)> {
    const MODIFIERS: [&[u8]; 4] = [b"public", b"protected", b"private", b"readonly"];
    let is_modifier = |at: usize| MODIFIERS.iter().any(|modifier| source.is_keyword(at, modifier));
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut depth = 0;
    for at in parameters.clone() {
        depth += source.depth(at);
        if depth != 0 || !is_modifier(at) {
            continue;
        }
        let end = source.code_from(at + 1);
        match found.last_mut() {
            Some((tokens, _)) if tokens.end == at => tokens.end = end,
            _ => {
                let variable = (at..parameters.end).find(|at| source.tokens[*at].kind == Kind::Variable);
                let variable = variable.map_or(String::new(), |at| text(source.word(at)));
                found.push((at..end, variable));
            }
        }
    }
    found
}
