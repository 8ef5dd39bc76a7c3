//! A finished function as the engine has it: instructions, try regions, live ranges.
//!
//! No addresses and no folders, so that the same code is the same text on every machine.

use ext_php_rs::ffi;

use super::declared::Declared;
use super::{literal, text};
use crate::zend::dump::{self, Extended, Meaning, live_ranges, meaning, opcode_name};
use crate::zend::literal::{Literal, Value};
use crate::zend::op::{Op, Operand, Place, code, kind};
use crate::zend::op_array::{Form, OpArray, Try};

/// Writes the function, and its original behind it where that stands apart.
pub fn write(declared: &Declared) -> String {
    let mut out = Dump::new(declared.op_array).write(&declared.name);
    if let Some(original) = declared.original {
        out += "\n";
        out += &Dump::new(original).write(&format!("{}, the original", declared.name));
    }
    out
}

struct Dump {
    op_array: OpArray,
    ops: Vec<Op>,
    literals: Vec<Option<Literal>>,
    variables: Vec<String>,
    tries: Vec<Try>,
    /// Where the file lies, and its name alone.
    file: (String, String),
}

impl Dump {
    fn new(op_array: OpArray) -> Self {
        let file = text(op_array.file());
        let name = file.rsplit('/').next().unwrap_or(&file).to_owned();
        Self {
            ops: op_array.ops(Form::Finished),
            literals: op_array.literals(),
            variables: variables(op_array),
            tries: op_array.tries(),
            op_array,
            file: (file, name),
        }
    }

    fn write(&self, name: &str) -> String {
        let mut out = format!(
            "{name}: {} instructions, {} temporaries, {} bytes of cache",
            self.ops.len(),
            self.op_array.temporaries(),
            self.op_array.cache_size()
        );
        if !self.variables.is_empty() {
            out += &format!(", {}", self.variables.join(" "));
        }
        out.push('\n');
        for (number, op) in self.ops.iter().enumerate() {
            let line = format!("{number:4}  L{:<4} {}", op.line, self.instruction(number, op));
            out += line.trim_end();
            out.push('\n');
        }
        for (number, element) in self.tries.iter().enumerate() {
            out += &format!("try {number}: from {}", element.start);
            if element.catch != 0 {
                out += &format!(", catch {}", element.catch);
            }
            if element.finally != 0 {
                out += &format!(", finally {} to {}", element.finally, element.finally_end);
            }
            out.push('\n');
        }
        for range in live_ranges(self.op_array) {
            out += &format!("live T{}: {} to {}, {}\n", range.temporary, range.start, range.end, range.kind);
        }
        out
    }

    fn instruction(&self, number: usize, op: &Op) -> String {
        let jump = op.jump();
        // The instruction before an OP_DATA says where that keeps its slot.
        let cache = op.cache_place().filter(|cache| !cache.in_data).map(|cache| cache.place);
        let is_special = |place: Place| jump.is_some_and(|(jump, _)| jump == place) || cache == Some(place);
        let mut parts: Vec<String> = Vec::new();
        for (place, operand) in [(Place::Op1, op.op1), (Place::Op2, op.op2)] {
            if !is_special(place) {
                parts.extend(self.operand(number, op, place, operand));
            }
        }
        if let Some((_, target)) = jump {
            parts.push(if op.has_jump_table() {
                format!("else ->{target}")
            } else {
                format!("->{target}")
            });
        }
        if !is_special(Place::Extended) {
            parts.extend(extended(op));
        }
        let belongs = op.opcode == code::OP_DATA && number > 0 && self.ops[number - 1].cache_place().is_some_and(|cache| cache.in_data);
        if let Some(place) = cache.or(belongs.then_some(Place::Extended)) {
            parts.push(format!("cache {}", op.get(place)));
        }
        let result = self.variable(op.result).map_or(String::new(), |result| format!("{result} = "));
        let smart = match op.result.kind {
            flags if flags & kind::SMART_JMPZ != 0 => "+JMPZ",
            flags if flags & kind::SMART_JMPNZ != 0 => "+JMPNZ",
            _ => "",
        };
        format!("{result}{}{smart} {}", opcode_name(op.opcode), parts.join(", "))
    }

    fn variable(&self, operand: Operand) -> Option<String> {
        let at = operand.number;
        match operand.kind & (kind::TMP | kind::VAR | kind::CV) {
            kind::TMP => Some(format!("T{at}")),
            kind::VAR => Some(format!("V{at}")),
            kind::CV => self.variables.get(at as usize).cloned(),
            _ => None,
        }
    }

    fn operand(&self, number: usize, op: &Op, place: Place, operand: Operand) -> Option<String> {
        let at = operand.number;
        if operand.is_literal() {
            return Some(self.literal(number, op, at));
        }
        if let Some(name) = self.variable(operand) {
            return Some(name);
        }
        match (op.opcode, place) {
            (code::FAST_CALL, Place::Op1) => return self.tries.get(at as usize).map(|element| format!("->{}", element.finally)),
            (code::RECV, Place::Op2) => return Some(format!("types {at}")),
            (code::RECV_VARIADIC, Place::Op2) => return None,
            _ => {}
        }
        match meaning(op.opcode, place) {
            // The number may be anything here, even undefined.
            Meaning::Nothing => None,
            Meaning::This => Some("$this".to_owned()),
            Meaning::Next => Some("next".to_owned()),
            Meaning::Constructor => Some("constructor".to_owned()),
            _ if at == u32::MAX => None,
            Meaning::Number => Some(format!("#{at}")),
            Meaning::Try => Some(format!("try {at}")),
            Meaning::CacheSlot => Some(format!("cache {at}")),
            Meaning::Class => Some(
                match at & ffi::ZEND_FETCH_CLASS_MASK {
                    ffi::ZEND_FETCH_CLASS_SELF => "self",
                    ffi::ZEND_FETCH_CLASS_PARENT => "parent",
                    ffi::ZEND_FETCH_CLASS_STATIC => "static",
                    _ => return None,
                }
                .to_owned(),
            ),
        }
    }

    fn literal(&self, number: usize, op: &Op, at: u32) -> String {
        let Some(Some(found)) = self.literals.get(at as usize) else {
            return "(expression)".to_owned();
        };
        match &found.value {
            Value::List(entries) if op.has_jump_table() => {
                let number = u32::try_from(number).unwrap_or(0);
                let one = |(key, distance): &(_, Value)| match distance {
                    Value::Int(distance) => format!("{} ->{}", literal::key(key), self.op_array.jump_table_target(number, *distance)),
                    other => literal::php(other),
                };
                format!("[{}]", entries.iter().map(one).collect::<Vec<_>>().join(", "))
            }
            Value::Text(text) => literal::string(without_count(text)).replace(&self.file.0, &self.file.1),
            value => literal::php(value).replace(&self.file.0, &self.file.1),
        }
    }
}

/// Names that the compiler makes up for declarations end with a number that it counts on while the process lives.
fn without_count(text: &[u8]) -> &[u8] {
    let made_up = text.contains(&0).then(|| text.iter().rposition(|byte| *byte == b'$')).flatten();
    match made_up {
        Some(dollar) if text[dollar + 1..].iter().all(u8::is_ascii_hexdigit) => &text[..dollar],
        _ => text,
    }
}

fn extended(op: &Op) -> Option<String> {
    match dump::extended(op.opcode) {
        Extended::Nothing => None,
        Extended::Opcode => u8::try_from(op.extended).ok().map(|opcode| opcode_name(opcode).to_owned()),
        Extended::Source if op.extended & ffi::ZEND_RETURNS_FUNCTION != 0 && op.extended != u32::MAX => Some("of a call".to_owned()),
        Extended::Source => None,
        Extended::Number => (op.extended != 0).then(|| format!("ext {}", op.extended)),
    }
}

/// The function's variables. A template may have one of the same name as the function: the second is told by its number.
fn variables(op_array: OpArray) -> Vec<String> {
    let names: Vec<String> = (0..op_array.variable_count()).map(|number| text(op_array.variable(number))).collect();
    let one = |(number, name): (usize, &String)| {
        let again = if names[..number].contains(name) {
            format!("#{number}")
        } else {
            String::new()
        };
        if name.contains(' ') {
            format!("${{{name}}}{again}")
        } else {
            format!("${name}{again}")
        }
    };
    names.iter().enumerate().map(one).collect()
}
