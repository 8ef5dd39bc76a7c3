//! Errors and exceptions, by what they have in common, each with its last sample.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use weft_wire::Value;

use super::texts::{MAX_TEXT, cut};
use crate::told::What;

/// Attributes that are kept of a sample.
const MAX_ATTRIBUTES: usize = 32;

/// The last time that it was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Milliseconds since 1970.
    pub at_ms: u64,
    /// The process.
    pub pid: u32,
    /// What ran PHP.
    pub sapi: Arc<str>,
    /// The URI or the script of the request.
    pub subject: String,
    /// What the process told of it.
    pub attributes: Vec<(String, Value)>,
}

/// A group of errors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The service's number.
    pub service: u32,
    /// The same for all that are alike, on each machine.
    pub fingerprint: u64,
    /// `error` or `exception`.
    pub event: String,
    /// Class and message, without values.
    pub text: String,
    /// Where it was.
    pub file: String,
    /// Where it was.
    pub line: u32,
    /// How often.
    pub count: u64,
    /// Milliseconds since 1970, when it was seen first.
    pub first_ms: u64,
    /// The last one.
    pub last: Seen,
}

/// All groups.
#[derive(Debug)]
pub struct Failures {
    groups: Vec<Failure>,
    index: HashMap<(u32, u64), usize>,
    changed: Vec<bool>,
    /// How many are told apart.
    pub limit: usize,
    /// All that were counted, in whatever group.
    pub total: u64,
}

impl Failures {
    /// None.
    pub fn new(limit: usize) -> Self {
        Failures {
            groups: Vec::new(),
            index: HashMap::new(),
            changed: Vec::new(),
            limit,
            total: 0,
        }
    }

    /// Counts some; answers where they are, and whether another group had to go for them.
    pub fn add(&mut self, service: u32, what: What, count: u64, mut seen: Seen) -> (usize, bool) {
        self.total = self.total.saturating_add(count);
        let text = format!("{}\0{}\0{}\0{}", what.event, what.text, what.file, what.line);
        let fingerprint = weft_wire::fingerprint(text.as_bytes());
        seen.attributes.truncate(MAX_ATTRIBUTES);
        for (name, value) in &mut seen.attributes {
            *name = cut(name).to_owned();
            shorten(value);
        }
        if let Some(&slot) = self.index.get(&(service, fingerprint)) {
            let group = &mut self.groups[slot];
            group.count = group.count.saturating_add(count);
            group.last = seen;
            self.changed[slot] = true;
            return (slot, false);
        }
        let group = Failure {
            service,
            fingerprint,
            event: what.event,
            text: cut(&what.text).to_owned(),
            file: cut(&what.file).to_owned(),
            line: what.line,
            count,
            first_ms: seen.at_ms,
            last: seen,
        };
        let full = self.groups.len() >= self.limit;
        let oldest = if full {
            (0..self.groups.len()).min_by_key(|&slot| self.groups[slot].last.at_ms)
        } else {
            None
        };
        let slot = match oldest {
            Some(slot) => {
                let old = &self.groups[slot];
                self.index.remove(&(old.service, old.fingerprint));
                self.groups[slot] = group;
                self.changed[slot] = true;
                slot
            }
            None => {
                self.groups.push(group);
                self.changed.push(true);
                self.groups.len() - 1
            }
        };
        self.index.insert((service, fingerprint), slot);
        (slot, oldest.is_some())
    }

    /// The request that the last one of this group was in.
    pub fn set_subject(&mut self, slot: usize, subject: &str) {
        if let Some(group) = self.groups.get_mut(slot) {
            cut(subject).clone_into(&mut group.last.subject);
        }
    }

    /// All groups, in no order.
    pub fn groups(&self) -> &[Failure] {
        &self.groups
    }

    /// Those that the disk has not as they are; with their places there. They count as saved from now on.
    pub fn unsaved(&mut self) -> Vec<(u64, Failure)> {
        let groups = &self.groups;
        let changed = self.changed.iter_mut().zip(groups).zip(0..);
        changed
            .filter_map(|((changed, group), slot)| std::mem::take(changed).then(|| (slot, group.clone())))
            .collect()
    }

    /// As the disk had it.
    pub fn restore(&mut self, group: Failure) {
        self.total = self.total.saturating_add(group.count);
        self.index.insert((group.service, group.fingerprint), self.groups.len());
        self.groups.push(group);
        self.changed.push(false);
    }
}

fn shorten(value: &mut Value) {
    match value {
        Value::Text(text) if text.len() > MAX_TEXT => *text = cut(text).to_owned(),
        Value::Bytes(bytes) => bytes.truncate(MAX_TEXT),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> What {
        What {
            event: "error".into(),
            text: text.into(),
            ..What::default()
        }
    }

    fn seen(at_ms: u64) -> Seen {
        Seen {
            at_ms,
            pid: 1,
            sapi: "cli".into(),
            subject: String::new(),
            attributes: vec![("x".into(), Value::Text("y".repeat(2000)))],
        }
    }

    #[test]
    fn what_is_alike_is_one_group_with_its_last_sample() {
        let mut failures = Failures::new(2);
        assert_eq!(failures.add(0, what("a"), 2, seen(1)), (0, false));
        assert_eq!(failures.add(0, what("a"), 3, seen(2)), (0, false));
        assert_eq!(failures.add(1, what("a"), 1, seen(3)), (1, false));
        failures.set_subject(0, "/x");
        let group = &failures.groups()[0];
        assert_eq!((group.count, group.first_ms, group.last.at_ms, &*group.last.subject), (5, 1, 2, "/x"));
        assert_eq!(group.last.attributes[0].1, Value::Text("y".repeat(MAX_TEXT)));
        // The one that was not seen for longest goes.
        assert_eq!(failures.add(0, what("b"), 1, seen(4)), (0, true));
        assert_eq!(failures.add(0, what("a"), 1, seen(5)), (1, true));
        assert_eq!(failures.total, 8);
        assert_eq!(failures.unsaved().len(), 2);
        assert!(failures.unsaved().is_empty());
    }
}
