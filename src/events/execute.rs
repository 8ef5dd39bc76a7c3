//! Every call, as a tree that is written while it grows: the setting `weft.trace`, `weft run --trace`.
//!
//! A call that makes no other is one line, `strlen('abc') = 3 <1 µs>`; another one opens with its line and closes, further
//! down and as deep, with its result.

use std::cell::RefCell;
use std::fs::OpenOptions;
use std::io::Write;

use crate::api::show;
use crate::settings;
use crate::zend::exception;
use crate::zend::frame::Frame;
use crate::zend::opcodes::{self, Calls};
use crate::zend::value::Place;

/// The longest text for all arguments of a call, and for a result.
const LONGEST: usize = 60;
/// Deeper calls are not indented further.
const DEEPEST: usize = 60;

#[derive(Default)]
struct Tree {
    depth: usize,
    /// The line of a call that has made none yet.
    open: Option<String>,
    file: Option<std::fs::File>,
}

thread_local! {
    static TREE: RefCell<Tree> = RefCell::default();
}

/// At module start.
pub fn start_up() {
    opcodes::observe_calls(Calls { enter, leave });
}

/// Nothing is open when a request begins, however the last one ended.
pub fn request_start() {
    TREE.with_borrow_mut(|tree| {
        tree.depth = 0;
        tree.open = None;
    });
}

/// A long jump leaves a line open.
pub fn request_end() {
    TREE.with_borrow_mut(|tree| {
        if let Some(open) = tree.open.take() {
            tree.write(&open);
        }
    });
}

impl Tree {
    fn write(&mut self, line: &str) {
        let text = format!("{}{line}\n", "  ".repeat(self.depth.min(DEEPEST)));
        let target = settings::current().trace.clone();
        if target == "stderr" {
            let _ = std::io::stderr().write_all(text.as_bytes());
            return;
        }
        if self.file.is_none() {
            self.file = OpenOptions::new().append(true).create(true).open(target).ok();
        }
        if let Some(file) = &mut self.file {
            let _ = file.write_all(text.as_bytes());
        }
    }
}

fn enter(frame: Frame) {
    let call = describe(frame);
    TREE.with_borrow_mut(|tree| {
        if let Some(open) = tree.open.take() {
            tree.write(&open);
            tree.depth += 1;
        }
        tree.open = Some(call);
    });
}

fn leave(result: Option<Place>, thrown: bool, duration_ns: u64) {
    let end = if thrown {
        exception::pending_class().map_or_else(|| "! exit".to_owned(), |class| format!("! {}", String::from_utf8_lossy(class)))
    } else {
        match result.map(Place::dereferenced).filter(|result| !result.is_undef()) {
            Some(result) => format!("= {}", show::value(result, LONGEST)),
            None => "=".to_owned(),
        }
    };
    let end = format!("{end} <{}>", duration(duration_ns));
    TREE.with_borrow_mut(|tree| match tree.open.take() {
        Some(open) => tree.write(&format!("{open} {end}")),
        None => {
            tree.depth = tree.depth.saturating_sub(1);
            tree.write(&end);
        }
    });
}

fn duration(ns: u64) -> String {
    match ns {
        0..10_000 => format!("{:.1} µs", ns as f64 / 1e3),
        10_000..1_000_000 => format!("{} µs", ns / 1_000),
        1_000_000..1_000_000_000 => format!("{:.1} ms", ns as f64 / 1e6),
        _ => format!("{:.2} s", ns as f64 / 1e9),
    }
}

/// `Class->method('argument', 2)`, with where it is called from; `include /path/of/a.php` for the code of a file.
fn describe(frame: Frame) -> String {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let Some(function) = frame.any_function() else {
        return format!("include {}", frame.op_array().map(|code| lossy(code.file())).unwrap_or_default());
    };
    let mut text = match frame.method_class() {
        Some((class, by_object)) => lossy(class) + if by_object { "->" } else { "::" },
        None => String::new(),
    };
    text.push_str(&lossy(function));
    text.push('(');
    text.push_str(&show::arguments(frame, LONGEST));
    text.push(')');
    text
}
