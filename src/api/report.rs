//! What PHP code and templates report: log lines and signals.

use std::cell::Cell;

use ext_php_rs::args::Arg;
use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use weft_wire::{Message, Value};

use super::vocabulary::woven;
use super::{contained, show};
use crate::agent;
use crate::signals;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::log::{self, Severity};
use crate::zend::memory::Kept;
use crate::zend::native::Arguments;
use crate::zend::plain::Plain;
use crate::zend::value::{Array, ArrayKey, Place};

/// The longest line of a log, and the longest text of an attribute, in bytes.
const MAX_TEXT: usize = 8 << 10;
/// The longest name of a signal and of an attribute.
const MAX_NAME: usize = 256;
/// How many attributes a signal may have.
const MAX_ATTRIBUTES: usize = 64;

pub fn functions(module: ModuleBuilder) -> ModuleBuilder {
    let length = || Arg::new("max_length", DataType::Long).default("200");
    module
        .function(
            FunctionBuilder::new("Weft\\signal", signal)
                .arg(Arg::new("name", DataType::String))
                .not_required()
                .arg(Arg::new("attributes", DataType::Array).default("[]"))
                .returns(DataType::Bool, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\log", log)
                .arg(Arg::new("level", DataType::String))
                .arg(Arg::new("message", DataType::String))
                .returns(DataType::Void, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\show", show)
                .arg(Arg::new("value", DataType::Mixed))
                .not_required()
                .arg(length())
                .returns(DataType::String, false, false),
        )
        .function(
            FunctionBuilder::new("Weft\\show_call", show_call)
                .not_required()
                .arg(Arg::new("arguments", DataType::Bool).default("true"))
                .arg(length())
                .returns(DataType::String, false, false),
        )
}

/// The text of an argument; else a `TypeError` is thrown.
fn text_of(internal: Frame, number: u32) -> Option<Vec<u8>> {
    let argument = internal.argument(number);
    match argument.as_ref().map(Place::plain) {
        Some(Plain::Text(text)) => Some(text[..text.len().min(MAX_TEXT)].to_vec()),
        given => {
            let given = if given.is_none() { "none" } else { argument.map_or("none", Place::type_name) };
            exception::throw_type_error(number + 1, format!("must be of type string, {given} given"));
            None
        }
    }
}

/// `Weft\signal(string $name, array $attributes = []): bool`: reports something to the daemon. False when there is none, or
/// no room.
extern "C" fn signal(frame: &mut ExecuteData, answer: &mut Zval) {
    let answer = Place::of_result(answer);
    // The optimizer relies on the declared type.
    answer.set_bool(false);
    contained(|| {
        if !Arguments::of(frame).fit(1, 2) {
            return;
        }
        let internal = Frame::of_internal(frame);
        let Some(name) = text_of(internal, 0) else { return };
        let attributes = match internal.argument(1).map(Place::dereferenced) {
            Some(place) if !place.is_array() => {
                return exception::throw_type_error(2, format!("must be of type array, {} given", place.type_name()));
            }
            place => place.and_then(Array::of),
        };
        if !agent::is_configured() {
            return;
        }
        let (attributes, bytes) = attributes.map(attributes_of).unwrap_or_default();
        let message = Message::Signal {
            name: shortened(&name, MAX_NAME),
            attributes,
        };
        answer.set_bool(signals::push(message, bytes + name.len()));
        agent::flush_if_due();
    });
}

/// The attributes of a signal, and how many bytes of text they have.
fn attributes_of(array: Array) -> (Vec<(String, Value)>, usize) {
    let mut bytes = 0;
    let elements = (0..).map_while(|position| array.at(position)).flatten().take(MAX_ATTRIBUTES);
    let attributes = elements.map(|(key, place)| {
        let key = match key {
            ArrayKey::Index(index) => index.cast_signed().to_string(),
            ArrayKey::Name(_) => shortened(key.name().unwrap_or_default(), MAX_NAME),
        };
        let value = match place.plain() {
            Plain::Null => Value::Null,
            Plain::Bool(value) => Value::Bool(value),
            Plain::Int(number) => Value::Int(number),
            Plain::Float(number) => Value::Float(number),
            Plain::Text(text) => match std::str::from_utf8(text) {
                Ok(_) => Value::Text(shortened(text, MAX_TEXT)),
                Err(_) => Value::Bytes(text[..text.len().min(MAX_TEXT)].to_vec()),
            },
            // What is no scalar is told as a text.
            Plain::Array(_) | Plain::Object(_) | Plain::Other => Value::Text(show::value(place, 200)),
        };
        bytes += key.len()
            + match &value {
                Value::Text(text) => text.len(),
                Value::Bytes(text) => text.len(),
                _ => 9,
            };
        (key, value)
    });
    (attributes.collect(), bytes)
}

/// `Weft\log(string $level, string $message): void`: a line for the daemon's log, or, when none is connected, for PHP's.
extern "C" fn log(frame: &mut ExecuteData, _answer: &mut Zval) {
    contained(|| {
        if !Arguments::of(frame).fit(2, 2) {
            return;
        }
        let internal = Frame::of_internal(frame);
        let (Some(level), Some(message)) = (text_of(internal, 0), text_of(internal, 1)) else {
            return;
        };
        let (level, severity) = match &*level {
            b"error" => ("error", Severity::Error),
            b"warn" | b"warning" => ("warn", Severity::Warning),
            b"debug" => ("debug", Severity::Debug),
            _ => ("info", Severity::Info),
        };
        let line = one_line(&message);
        if agent::is_configured() && agent::is_connected() {
            let bytes = line.len();
            let message = Message::Log {
                level: level.to_owned(),
                message: line,
            };
            signals::push(message, bytes);
            return agent::flush_if_due();
        }
        log::write_as(severity, &format!("{level}: {line}"));
    });
}

/// Line breaks and their like would let a caller forge lines.
fn one_line(text: &[u8]) -> String {
    let mut line = String::with_capacity(text.len());
    for character in String::from_utf8_lossy(text).chars() {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// `Weft\show(mixed $value, int $max_length = 200): string`: a value as text of one line.
extern "C" fn show(frame: &mut ExecuteData, answer: &mut Zval) {
    // The optimizer relies on the declared type.
    Place::of_result(answer).set_text(b"");
    contained(|| {
        if !Arguments::of(frame).fit(1, 2) {
            return;
        }
        let Some(length) = length_of(frame) else { return };
        if let Some(place) = Frame::of_internal(frame).argument(0) {
            give(show::value(place, length), answer);
        }
    });
}

/// `Weft\show_call(bool $arguments = true, int $max_length = 200): string`: the call of the woven function.
extern "C" fn show_call(frame: &mut ExecuteData, answer: &mut Zval) {
    // The optimizer relies on the declared type.
    Place::of_result(answer).set_text(b"");
    contained(|| {
        if !Arguments::of(frame).fit(0, 2) {
            return;
        }
        let Some(arguments) = Arguments::of(frame).bool(0, true) else { return };
        let Some(length) = length_of(frame) else { return };
        if let Some(caller) = woven(Frame::of_internal(frame), "show_call") {
            give(show::call(caller, arguments, length), answer);
        }
    });
}

thread_local! {
    /// The text that is being given to PHP: to make its own copy it may leave by a long jump (memory limit).
    static GIVEN: Cell<Option<Kept<String>>> = const { Cell::new(None) };
}

fn give(text: String, answer: &mut Zval) {
    let text = Kept::keep(text);
    if let Some(left) = GIVEN.replace(Some(text)) {
        left.discard();
    }
    Place::of_result(answer).set_text(text.as_bytes());
    if let Some(text) = GIVEN.take() {
        text.discard();
    }
}

/// The second argument, a length; `None` when PHP's own error is pending.
fn length_of(frame: &ExecuteData) -> Option<usize> {
    let length = Arguments::of(frame).int(1, 200)?;
    Some(usize::try_from(length).unwrap_or(0).min(MAX_TEXT))
}

fn shortened(text: &[u8], limit: usize) -> String {
    let mut text = String::from_utf8_lossy(&text[..text.len().min(limit)]).into_owned();
    if text.len() > limit {
        let end = (0..=limit).rev().find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or(0));
    }
    text
}
