//! Events as signals for the daemon: the setting `weft.events`.
//!
//! What is alike in a request is one signal with a count: errors and exceptions by a fingerprint of their class or level,
//! file, line and message without its values; samples by their stack; opcodes by their name; runs of the collector and
//! compiled files in one sum each.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use hashbrown::HashMap;
use smallvec::SmallVec;
use weft_wire::{Message, Value, normal};

use crate::agent;
use crate::callbacks::hook::Event;
use crate::signals;

/// What may be named: the others are woven, and reported by rules.
const NAMED: [Event; 6] = [Event::Error, Event::Exception, Event::Gc, Event::Compile, Event::Interrupt, Event::Opcode];
/// How many different ones of a request are told apart.
const MOST: usize = 256;

/// By the numbers of the events.
static WANTED: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static COUNTED: RefCell<Counted> = RefCell::default();
}

#[derive(Default)]
struct Counted {
    entries: HashMap<u64, Entry>,
    /// What came when there was no room.
    others: u64,
}

struct Entry {
    event: Event,
    attributes: Vec<(String, Value)>,
    /// Numbers that are added up, always the same ones for one event.
    sums: Sums,
}

type Sums = SmallVec<[(&'static str, u64); 4]>;

fn bit(event: Event) -> u32 {
    1 << event as u32
}

fn parse(list: &str) -> Result<u32, String> {
    let mut wanted = 0;
    for name in list.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match NAMED.into_iter().find(|event| event.name().eq_ignore_ascii_case(name)) {
            Some(event) => wanted |= bit(event),
            None => {
                let known: Vec<_> = NAMED.iter().map(|event| event.name()).collect();
                return Err(format!("weft.events: found \"{name}\", expected some of {}", known.join(", ")));
            }
        }
    }
    Ok(wanted)
}

/// What is wrong with the setting.
pub fn error(list: &str) -> Option<String> {
    parse(list).err()
}

/// At module start.
pub fn start_up(list: &str) {
    WANTED.store(parse(list).unwrap_or(0), Ordering::Relaxed);
}

/// At request start: has the engine tell of what is wanted.
pub fn request_start() {
    if WANTED.load(Ordering::Relaxed) != 0 && agent::is_configured() {
        NAMED.into_iter().filter(|event| is_wanted(*event)).for_each(super::listen);
    }
}

/// Is this event to be reported?
pub fn is_wanted(event: Event) -> bool {
    WANTED.load(Ordering::Relaxed) & bit(event) != 0 && agent::is_configured()
}

/// Counts one. `key` tells it from others, `attributes` describes it when it is the first, `sums` is added up.
pub fn count(event: Event, key: &[&[u8]], attributes: impl FnOnce(u64) -> Vec<(String, Value)>, sums: &[(&'static str, u64)]) {
    if !is_wanted(event) {
        return;
    }
    let mut bytes = event.name().as_bytes().to_vec();
    for part in key {
        bytes.push(0);
        bytes.extend(*part);
    }
    let fingerprint = weft_wire::fingerprint(&bytes);
    COUNTED.with_borrow_mut(|counted| {
        if let Some(entry) = counted.entries.get_mut(&fingerprint) {
            for (sum, more) in entry.sums.iter_mut().zip(sums) {
                sum.1 = sum.1.saturating_add(more.1);
            }
        } else if counted.entries.len() < MOST {
            let attributes = attributes(fingerprint);
            let sums = sums.into();
            counted.entries.insert(fingerprint, Entry { event, attributes, sums });
        } else {
            counted.others += 1;
        }
    });
}

/// An error or an exception.
pub struct Failure<'a> {
    /// The exception's class, or the error's level, such as `E_WARNING`.
    pub class: &'a str,
    pub message: &'a [u8],
    pub file: &'a [u8],
    pub line: u32,
    /// Was it silenced, or is there no catch block?
    pub flag: (&'static str, bool),
}

pub fn failure(event: Event, failure: &Failure) {
    if !is_wanted(event) {
        return;
    }
    let message = normal::message(failure.message);
    let line = failure.line.to_string();
    let flag = if failure.flag.1 { "1" } else { "0" };
    count(
        event,
        &[failure.class.as_bytes(), failure.file, line.as_bytes(), message.as_bytes(), flag.as_bytes()],
        |fingerprint| {
            vec![
                ("class".to_owned(), Value::Text(failure.class.to_owned())),
                ("message".to_owned(), Value::Text(message.clone())),
                ("file".to_owned(), Value::Text(String::from_utf8_lossy(failure.file).into_owned())),
                ("line".to_owned(), Value::Int(i64::from(failure.line))),
                (failure.flag.0.to_owned(), Value::Bool(failure.flag.1)),
                ("fingerprint".to_owned(), Value::Text(format!("{fingerprint:016x}"))),
            ]
        },
        &[("count", 1)],
    );
}

/// The request is over: hands on what was counted.
pub fn request_end() {
    if WANTED.load(Ordering::Relaxed) == 0 {
        return;
    }
    let counted = COUNTED.take();
    let mut entries: Vec<_> = counted.entries.into_values().collect();
    // In an order that does not change from one run to the next.
    entries.sort_by(|a, b| (a.event as u32, b.sums[0].1, &a.attributes_text()).cmp(&(b.event as u32, a.sums[0].1, &b.attributes_text())));
    for mut entry in entries {
        let sums = entry
            .sums
            .iter()
            .map(|(name, sum)| ((*name).to_owned(), Value::Int(i64::try_from(*sum).unwrap_or(i64::MAX))));
        entry.attributes.extend(sums);
        let bytes = entry.attributes_text().len();
        signals::push(
            Message::Signal {
                name: format!("php.{}", entry.event.name()),
                attributes: entry.attributes,
            },
            bytes,
        );
    }
    if counted.others > 0 {
        let attributes = vec![("count".to_owned(), Value::Int(i64::try_from(counted.others).unwrap_or(i64::MAX)))];
        signals::push(
            Message::Signal {
                name: "php.others".to_owned(),
                attributes,
            },
            16,
        );
    }
}

impl Entry {
    fn attributes_text(&self) -> String {
        let texts = self.attributes.iter().map(|(name, value)| match value {
            Value::Text(text) => format!("{name}={text};"),
            Value::Int(number) => format!("{name}={number};"),
            _ => format!("{name};"),
        });
        texts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_others_refused() {
        assert_eq!(parse(""), Ok(0));
        assert_eq!(parse(" error, GC ,"), Ok(bit(Event::Error) | bit(Event::Gc)));
        assert_eq!(
            parse("error,warning"),
            Err("weft.events: found \"warning\", expected some of error, exception, gc, compile, interrupt, opcode".to_owned())
        );
        assert!(parse("include").is_err());
    }
}
