//! Samples: where PHP is, every so many milliseconds. For listeners, and as folded stacks for a flame graph.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use weft_wire::Value;

use super::{report, tell};
use crate::callbacks::hook::Event;
use crate::settings;
use crate::zend::frame::Frame;
use crate::zend::log;
use crate::zend::sampler::{self, Level};
use crate::zend::value::Owned;

/// Deeper stacks lose their outer end.
const DEEPEST: u32 = 256;
/// How many different stacks are kept between two writes.
const MOST_STACKS: usize = 10_000;

thread_local! {
    /// How often each stack was met in this request, for `weft.profile`.
    static FOLDED: RefCell<BTreeMap<String, u64>> = const { RefCell::new(BTreeMap::new()) };
}

static RECORDS: AtomicBool = AtomicBool::new(false);

/// Starts the samples of this request, if they have not begun.
pub fn observe() {
    let settings = settings::current();
    if !sampler::start(settings.profile_ms.max(1) * 1_000_000, settings.profile_cpu, on_sample) {
        log::write("there are no samples: the system has no thread for them");
    }
}

/// At module start: `records` is what `weft.profile` says.
pub fn start_up(records: bool) {
    RECORDS.store(records, Ordering::Relaxed);
}

fn records() -> bool {
    RECORDS.load(Ordering::Relaxed)
}

/// At request start, for `weft.profile`.
pub fn request_start() {
    if records() {
        observe();
    }
}

/// The request is over.
pub fn request_end() {
    sampler::stop();
    if !records() {
        return;
    }
    let folded = FOLDED.take();
    if folded.is_empty() {
        return;
    }
    let file = settings::current().profile.clone();
    if let Err(error) = write(&file, &folded) {
        log::write(&format!("weft.profile: {file}: {error}; the samples of this request are lost"));
    }
}

/// Appends in one go, so that the lines of several processes do not mix.
fn write(file: &str, folded: &BTreeMap<String, u64>) -> std::io::Result<()> {
    let mut text = String::new();
    for (stack, count) in folded {
        let _ = writeln!(text, "{stack} {count}");
    }
    OpenOptions::new().append(true).create(true).open(file)?.write_all(text.as_bytes())
}

/// How a flame graph names a call. Semicolons and spaces at the end mean something in folded stacks.
fn name(level: &Level) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace([';', '\n', '\0'], ":");
    match (level.class, level.function, level.file) {
        (Some(class), Some(function), _) => format!("{}::{}", text(class), text(function)),
        (None, Some(function), Some(file)) if function.starts_with(b"{") => format!("{} {}", text(function), text(base(file))),
        (None, Some(function), _) => text(function),
        (_, None, Some(file)) => text(base(file)),
        (_, None, None) => "?".to_owned(),
    }
}

fn base(file: &[u8]) -> &[u8] {
    file.rsplit(|byte| *byte == b'/').next().unwrap_or(file)
}

fn on_sample(frame: Frame, ticks: u32) {
    if records() || report::is_wanted(Event::Interrupt) {
        let stack = folded(frame);
        let attributes = |_| vec![("stack".to_owned(), Value::Text(stack.clone()))];
        report::count(Event::Interrupt, &[stack.as_bytes()], attributes, &[("ticks", u64::from(ticks))]);
        if records() {
            record(stack, ticks);
        }
    }
    tell(Event::Interrupt, || {
        let mut stack = Owned::array(16);
        sampler::each_level(frame, DEEPEST, |level| {
            let mut told = Owned::array(4);
            told.place().put("class", Owned::text_or_null(level.class));
            told.place().put("function", Owned::text_or_null(level.function));
            told.place().put("file", Owned::text_or_null(level.file));
            told.place().put("line", Owned::int(i64::from(level.line)));
            stack.place().push(told);
        });
        let mut told = Owned::array(2);
        told.place().put("ticks", Owned::int(i64::from(ticks)));
        told.place().put("stack", stack);
        [told]
    });
}

/// The stack from its outer end, separated by semicolons.
fn folded(frame: Frame) -> String {
    let mut names = Vec::new();
    sampler::each_level(frame, DEEPEST, |level| {
        // Weft's own natives are no part of the application.
        if !(level.file.is_none() && level.function.is_some_and(|name| name.starts_with(b"Weft\\"))) {
            names.push(name(&level));
        }
    });
    names.reverse();
    names.join(";")
}

fn record(stack: String, ticks: u32) {
    FOLDED.with_borrow_mut(|folded| {
        let known = folded.len() < MOST_STACKS || folded.contains_key(&stack);
        let stack = if known { stack } else { "(too many stacks)".to_owned() };
        *folded.entry(stack).or_default() += u64::from(ticks);
    });
}
