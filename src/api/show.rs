//! Values and calls as text of one line, for the log. Nothing of the application's is called for it.

use weft_wire::normal::{self, Dialect};

use crate::rules;
use crate::zend::frame::Frame;
use crate::zend::plain::Plain;
use crate::zend::value::{Array, ArrayKey, Place};

/// Arrays in arrays in arrays are not looked into.
const MAX_DEPTH: u32 = 3;

/// The text so far, which grows no longer than it may.
struct Text {
    out: String,
    limit: usize,
    full: bool,
}

/// A value, such as `['a', 1.5, null]`, in at most so many bytes.
pub fn value(place: Place, limit: usize) -> String {
    let mut text = Text::new(limit);
    text.value(place, 0);
    text.finish()
}

/// A call, such as `App\Cart::add(3, 'apple')`; the arguments take at most so many bytes.
pub fn call(caller: Frame, arguments: bool, limit: usize) -> String {
    let mut name = String::new();
    let (class, function) = caller.names();
    if let Some(class) = class {
        name.push_str(&String::from_utf8_lossy(class));
        name.push_str("::");
    }
    name.push_str(&String::from_utf8_lossy(function));
    if arguments {
        let mut text = Text::new(limit);
        match statement_of(caller) {
            Some(statement) => text.quoted(normal::statement(&statement, Dialect::MySql).as_bytes()),
            None => text.arguments(caller),
        }
        name.push('(');
        name.push_str(&text.finish());
        name.push(')');
    }
    name
}

/// The statement of what stands for an operation of mysqlnd: it is shown without its values.
fn statement_of(caller: Frame) -> Option<Vec<u8>> {
    let op_array = caller.op_array().filter(rules::is_of_driver)?;
    if op_array.function_name() == Some(b"connect") {
        return None;
    }
    match caller.argument(0)?.plain() {
        Plain::Text(text) => Some(text.to_vec()),
        _ => None,
    }
}

/// The arguments of a call, in at most so many bytes.
pub fn arguments(frame: Frame, limit: usize) -> String {
    let mut text = Text::new(limit);
    text.arguments(frame);
    text.finish()
}

impl Text {
    fn new(limit: usize) -> Self {
        Self {
            out: String::new(),
            limit,
            full: false,
        }
    }

    fn finish(self) -> String {
        self.out
    }

    fn add(&mut self, text: &str) {
        if self.full {
            return;
        }
        let room = self.limit.saturating_sub(self.out.len());
        if text.len() <= room {
            self.out.push_str(text);
        } else {
            let end = (0..=room).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            self.out.push_str(&text[..end]);
            self.out.push('…');
            self.full = true;
        }
    }

    fn value(&mut self, place: Place, depth: u32) {
        match place.plain() {
            Plain::Null => self.add("null"),
            Plain::Bool(value) => self.add(if value { "true" } else { "false" }),
            Plain::Int(number) => self.add(&number.to_string()),
            Plain::Float(number) => self.add(&float(number)),
            Plain::Text(text) => self.quoted(text),
            Plain::Array(array) => self.array(array, depth),
            Plain::Object(object) => {
                self.add(&String::from_utf8_lossy(object.class_name()));
                match object.case_name() {
                    Some(name) => self.add(&format!("::{}", String::from_utf8_lossy(name))),
                    None => self.add(&format!("#{}", object.id())),
                }
            }
            Plain::Other => self.add(place.type_name()),
        }
    }

    fn quoted(&mut self, text: &[u8]) {
        // No more than there is room for: a string may have gigabytes.
        let shown = &text[..text.len().min(self.limit + 4)];
        let escaped: String = String::from_utf8_lossy(shown)
            .chars()
            .flat_map(|character| {
                let escape = if character == '\'' { Some('\\') } else { None };
                let plain = if character == '\'' {
                    vec!['\'']
                } else if character.is_control() {
                    character.escape_default().collect()
                } else {
                    vec![character]
                };
                escape.into_iter().chain(plain)
            })
            .collect();
        self.add("'");
        self.add(&escaped);
        self.add("'");
    }

    fn array(&mut self, array: Array, depth: u32) {
        if depth >= MAX_DEPTH && array.count() > 0 {
            return self.add("[…]");
        }
        self.add("[");
        let elements = (0..).map_while(|position| array.at(position)).flatten();
        for (number, (key, element)) in (0u64..).zip(elements) {
            if self.full {
                return;
            }
            if number > 0 {
                self.add(", ");
            }
            match key {
                ArrayKey::Index(index) if index == number => {}
                ArrayKey::Index(index) => self.add(&format!("{} => ", index.cast_signed())),
                ArrayKey::Name(_) => {
                    self.quoted(key.name().unwrap_or_default());
                    self.add(" => ");
                }
            }
            self.value(element, depth + 1);
        }
        self.add("]");
    }

    fn arguments(&mut self, caller: Frame) {
        for number in 0..caller.passed() {
            if self.full {
                return;
            }
            if number > 0 {
                self.add(", ");
            }
            match caller.argument(number) {
                _ if caller.is_sensitive(number) => self.add("SensitiveParameter"),
                Some(place) if !place.is_undef() => self.value(place, 0),
                _ => self.add("default"),
            }
        }
    }
}

/// As `var_export()` has it: a float never looks like an int.
fn float(number: f64) -> String {
    if number.is_nan() {
        "NAN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "INF".to_owned() } else { "-INF".to_owned() }
    } else {
        format!("{number:?}")
    }
}
