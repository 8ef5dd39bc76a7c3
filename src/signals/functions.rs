//! The woven functions that this process knows, and what was counted of each.
//!
//! A function keeps its id for the life of the process, so that counts may wait for a connection and survive the end of
//! one. What waits grows with the number of functions, never with the number of calls.

use std::hash::BuildHasher;
use std::rc::Rc;

use hashbrown::{DefaultHashBuilder, HashTable};
use weft_wire::{EncodeError, Function, Message, Origin, encode};

use super::tally::Tally;
use crate::zend::memory::Kept;

/// How many functions are told apart.
pub const MAX_FUNCTIONS: usize = 65_536;
/// The longest name and path that are reported, in bytes. PHP has no limit of its own.
const MAX_TEXT: usize = 4096;
/// How many functions one message tells of: so a frame stays far below its limit.
const BATCH: usize = 256;

/// What tells functions apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Identity<'a> {
    /// The class that has the method; empty without.
    pub class: &'a [u8],
    pub function: &'a [u8],
    pub file: &'a [u8],
    pub line: u32,
}

impl Identity<'_> {
    /// As PHP would name it.
    fn name(&self) -> String {
        let mut name = String::with_capacity(self.class.len() + 2 + self.function.len());
        if !self.class.is_empty() {
            name.push_str(&String::from_utf8_lossy(self.class));
            name.push_str("::");
        }
        name.push_str(&String::from_utf8_lossy(self.function));
        shortened(name)
    }
}

/// How a function was woven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Weaving<'a> {
    /// The template's name.
    pub wrapper: &'a str,
    /// `splice`, `call` or `intercept`.
    pub join: &'static str,
    /// The rule that named the function; without one, a hook did.
    pub rule: Option<&'a Origin>,
}

#[derive(Debug)]
struct Known {
    name: Box<str>,
    file: Rc<str>,
    line: u32,
    wrapper: Rc<str>,
    join: &'static str,
    rule: Option<Origin>,
    /// To be reported even when it is never called?
    unasked: bool,
    /// Has this connection been told of it?
    defined: bool,
}

/// All of them.
#[derive(Default)]
pub struct Functions {
    known: Vec<Known>,
    /// Those of functions that were called, in their places until this is dropped: woven code finds them without a look-up.
    tallies: Vec<Option<Kept<Tally>>>,
    /// Finds a function's id by its identity.
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Those below were looked at for `unasked`.
    looked_at: usize,
    /// The last file and wrapper, which are likely to come again.
    file: Option<Rc<str>>,
    wrapper: Option<Rc<str>>,
}

impl Functions {
    /// The function's id, the same as ever; `None` when there are too many.
    pub fn id(&mut self, identity: Identity, weaving: Weaving) -> Option<u32> {
        let name = identity.name();
        let file = shortened(String::from_utf8_lossy(identity.file).into_owned());
        let hash = self.hasher.hash_one((&*name, &*file, identity.line));
        let known = &self.known;
        let found = self.index.find(hash, |&id| {
            let known = &known[id as usize];
            *known.name == *name && *known.file == *file && known.line == identity.line
        });
        if let Some(&id) = found {
            return Some(id);
        }
        if self.known.len() >= MAX_FUNCTIONS {
            return None;
        }
        let id = u32::try_from(self.known.len()).ok()?;
        let file = shared(&mut self.file, &file);
        let wrapper = shared(&mut self.wrapper, weaving.wrapper);
        self.known.push(Known {
            name: name.into(),
            file,
            line: identity.line,
            wrapper,
            join: weaving.join,
            rule: weaving.rule.cloned(),
            unasked: false,
            defined: false,
        });
        self.tallies.push(None);
        let (known, hasher) = (&self.known, &self.hasher);
        self.index.insert_unique(hash, id, |&id| {
            let known = &known[id as usize];
            hasher.hash_one((&*known.name, &*known.file, known.line))
        });
        Some(id)
    }

    /// Has the function reported even when it is never called: that is what its reader wants to know.
    pub fn report_unasked(&mut self, id: u32) {
        if let Some(known) = self.known.get_mut(id as usize) {
            known.unasked = true;
            self.looked_at = self.looked_at.min(id as usize);
        }
    }

    /// Where to count what a function does.
    pub fn tally(&mut self, id: u32) -> Option<Kept<Tally>> {
        let tally = self.tallies.get_mut(id as usize)?;
        Some(*tally.get_or_insert_with(|| Kept::keep(Tally::new(id))))
    }

    /// Forgets what was counted and what the other side knows, but not the functions.
    pub fn start_over(&mut self) {
        for tally in self.tallies.iter().flatten() {
            tally.take();
        }
        self.disconnected();
    }

    /// The next connection knows none of the functions.
    pub fn disconnected(&mut self) {
        for known in &mut self.known {
            known.defined = false;
        }
        self.looked_at = 0;
    }

    /// Appends definitions of all functions that `out`'s reader was told of before [`Self::disconnected`].
    ///
    /// Messages that wait since then may refer to any of them.
    pub fn encode_all(&mut self, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let ids: Vec<u32> = (0..self.known.len() as u32).collect();
        ids.chunks(BATCH).try_for_each(|batch| self.define(batch.iter().copied(), out))
    }

    /// Appends messages about some of the functions that have something to report, and takes them off `dirty`; then about
    /// those that are reported unasked. `false` when there are none left.
    pub fn encode_next(&mut self, dirty: &mut Vec<u32>, out: &mut Vec<u8>) -> Result<bool, EncodeError> {
        if !dirty.is_empty() {
            let batch = dirty.split_off(dirty.len().saturating_sub(BATCH));
            self.define(batch.iter().copied(), out)?;
            self.encode_calls(&batch, out)?;
            return Ok(true);
        }
        let from = self.looked_at;
        let to = self.known.len().min(from + BATCH);
        self.looked_at = to;
        let unasked: Vec<u32> = (from as u32..to as u32).filter(|&id| self.known[id as usize].unasked).collect();
        self.define(unasked.into_iter(), out)?;
        Ok(from < to)
    }

    /// Are all told of that are reported unasked?
    pub fn all_looked_at(&self) -> bool {
        self.looked_at >= self.known.len()
    }

    fn define(&mut self, ids: impl Iterator<Item = u32>, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let mut list = Vec::new();
        for id in ids {
            let known = &mut self.known[id as usize];
            if !std::mem::replace(&mut known.defined, true) {
                list.push(Function {
                    id,
                    name: known.name.to_string(),
                    file: known.file.to_string(),
                    line: known.line,
                    wrapper: known.wrapper.to_string(),
                    join: known.join.to_owned(),
                    rule: known.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
                });
            }
        }
        if list.is_empty() { Ok(()) } else { encode(&Message::Functions(list), out) }
    }

    fn encode_calls(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        let tally = |id: u32| self.tallies.get(id as usize).copied().flatten();
        let message = Message::Calls(ids.iter().filter_map(|&id| Some(tally(id)?.take())).collect());
        let result = encode(&message, out);
        if let Message::Calls(list) = message {
            for calls in list {
                if let Some(tally) = tally(calls.id) {
                    tally.give_back(calls.durations);
                }
            }
        }
        result
    }
}

impl Drop for Functions {
    fn drop(&mut self) {
        self.tallies.drain(..).flatten().for_each(Kept::discard);
    }
}

/// The text, from `last` if it is the same: functions of one file come one after the other.
fn shared(last: &mut Option<Rc<str>>, text: &str) -> Rc<str> {
    match last {
        Some(last) if **last == *text => Rc::clone(last),
        _ => Rc::clone(last.insert(Rc::from(text))),
    }
}

fn shortened(mut text: String) -> String {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or(0));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use weft_wire::Decoder;

    use super::*;

    const TIME: Weaving = Weaving {
        wrapper: "time",
        join: "splice",
        rule: None,
    };
    const COUNT: Weaving = Weaving {
        wrapper: "count",
        join: "call",
        rule: None,
    };

    fn identity(function: &str) -> Identity<'_> {
        Identity {
            class: b"App\\Cart",
            function: function.as_bytes(),
            file: b"/app/Cart.php",
            line: 12,
        }
    }

    /// Functions with the list of those that have something to report.
    #[derive(Default)]
    struct Tested(Functions, RefCell<Vec<u32>>);

    impl Tested {
        fn id(&mut self, identity: Identity, weaving: Weaving) -> Option<u32> {
            self.0.id(identity, weaving)
        }

        fn count(&mut self, id: u32) {
            if self.0.tally(id).unwrap().count() {
                self.1.borrow_mut().push(id);
            }
        }

        fn record(&mut self, id: u32, total_ns: u64, self_ns: u64) {
            if self.0.tally(id).unwrap().record(total_ns, self_ns) {
                self.1.borrow_mut().push(id);
            }
        }
    }

    fn messages(functions: &mut Tested) -> Vec<Message> {
        let mut out = Vec::new();
        while functions.0.encode_next(&mut functions.1.borrow_mut(), &mut out).unwrap() {}
        decoded(&out)
    }

    fn decoded(bytes: &[u8]) -> Vec<Message> {
        let mut decoder = Decoder::new();
        decoder.feed(bytes);
        std::iter::from_fn(|| decoder.next().unwrap()).collect()
    }

    #[test]
    fn an_id_is_for_life() {
        let mut functions = Tested::default();
        let add = functions.id(identity("add"), TIME).unwrap();
        let remove = functions.id(identity("remove"), TIME).unwrap();
        assert_ne!(add, remove);
        functions.0.start_over();
        assert_eq!(functions.id(identity("add"), TIME), Some(add));
        let elsewhere = Identity { line: 13, ..identity("add") };
        assert_ne!(functions.id(elsewhere, TIME), Some(add));
    }

    #[test]
    fn a_definition_comes_before_the_first_calls_and_only_once() {
        let mut functions = Tested::default();
        let id = functions.id(identity("add"), TIME).unwrap();
        functions.record(id, 100, 60);
        functions.record(id, 50, 50);
        functions.0.tally(id).unwrap().fail();
        let found = messages(&mut functions);
        let [Message::Functions(defined), Message::Calls(calls)] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(defined[0].name, "App\\Cart::add");
        assert_eq!((defined[0].wrapper.as_str(), defined[0].join.as_str()), ("time", "splice"));
        assert_eq!((calls[0].calls, calls[0].errors), (2, 1));
        assert_eq!((calls[0].total_ns, calls[0].self_ns, calls[0].max_ns), (150, 110, 100));
        assert_eq!(calls[0].durations.count(), 2);

        assert!(messages(&mut functions).is_empty());
        functions.record(id, 7, 7);
        let found = messages(&mut functions);
        let [Message::Calls(calls)] = &found[..] else { panic!("{found:?}") };
        assert_eq!((calls[0].calls, calls[0].max_ns, calls[0].durations.count()), (1, 7, 1));
    }

    #[test]
    fn what_is_never_called_is_reported_only_when_wanted() {
        let mut functions = Tested::default();
        functions.id(identity("timed"), TIME).unwrap();
        let counted = functions.id(identity("counted"), COUNT).unwrap();
        functions.0.report_unasked(counted);
        let found = messages(&mut functions);
        let [Message::Functions(defined)] = &found[..] else { panic!("{found:?}") };
        assert_eq!((defined.len(), defined[0].name.as_str()), (1, "App\\Cart::counted"));
        // Once for each connection.
        assert!(messages(&mut functions).is_empty());
        functions.0.disconnected();
        assert_eq!(messages(&mut functions).len(), 1);
    }

    #[test]
    fn starting_over_forgets_the_counts() {
        let mut functions = Tested::default();
        let id = functions.id(identity("add"), TIME).unwrap();
        functions.count(id);
        functions.0.start_over();
        functions.1.borrow_mut().clear();
        assert!(messages(&mut functions).is_empty());
        functions.count(id);
        assert!(matches!(&messages(&mut functions)[..], [Message::Functions(_), Message::Calls(calls)] if calls[0].calls == 1));
    }

    #[test]
    fn everything_is_defined_again_for_messages_that_wait() {
        let mut functions = Tested::default();
        let id = functions.id(identity("add"), TIME).unwrap();
        functions.count(id);
        messages(&mut functions);
        functions.0.disconnected();
        let mut out = Vec::new();
        functions.0.encode_all(&mut out).unwrap();
        assert!(matches!(&decoded(&out)[..], [Message::Functions(list)] if list.len() == 1));
        functions.count(id);
        assert!(matches!(&messages(&mut functions)[..], [Message::Calls(_)]));
    }

    #[test]
    fn many_functions_take_several_messages() {
        let mut functions = Tested::default();
        let names: Vec<String> = (0..2 * BATCH + 1).map(|number| format!("f{number}")).collect();
        for name in &names {
            let id = functions.id(identity(name), TIME).unwrap();
            functions.count(id);
        }
        let calls = messages(&mut functions).into_iter().filter_map(|message| match message {
            Message::Calls(list) => Some(list.len()),
            _ => None,
        });
        assert_eq!(calls.collect::<Vec<_>>(), [BATCH, BATCH, 1]);
    }

    #[test]
    fn functions_are_bounded_and_so_are_their_names() {
        let mut functions = Tested::default();
        for line in 0..MAX_FUNCTIONS as u32 {
            let identity = Identity { line, ..identity("f") };
            assert!(functions.id(identity, TIME).is_some());
        }
        assert_eq!(functions.id(identity("one too many"), TIME), None);
        assert_eq!(shortened("é".repeat(MAX_TEXT)).len(), MAX_TEXT);
        assert_eq!(shortened("éx".repeat(MAX_TEXT)).len(), MAX_TEXT - 1);
    }
}
