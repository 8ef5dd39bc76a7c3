//! What the program reported, added up.
//!
//! A run may last for hours and have thousands of connections, so nothing here grows but with the
//! number of different functions, and that only to a limit.

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use weft_wire::{Calls, Function, Histogram, Message, Statement};

use crate::told::{self, Sums, What};

/// How many different functions are told apart. What comes later is counted together.
pub const MAX_FUNCTIONS: usize = 100_000;
/// What signals are called that are not told apart.
const OTHERS: &str = "(others)";
/// The longest name and path that are kept, in bytes. PHP has no limit of its own.
const MAX_TEXT: usize = 4096;

/// What tells functions apart over all processes: each of them has ids of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// As PHP names it, such as `App\Foo::bar`.
    pub name: String,
    /// The file that defines it; empty for internal functions.
    pub file: String,
    /// The line of its first token; 0 for internal functions.
    pub line: u32,
}

/// How often a function was called, and how long that took.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sum {
    /// Calls that ended.
    pub calls: u64,
    /// Those that ended with an exception.
    pub errors: u64,
    /// Time from entry to exit.
    pub total_ns: u64,
    /// The same without the time in other woven functions.
    pub self_ns: u64,
    /// The longest call.
    pub max_ns: u64,
    /// All durations.
    pub durations: Histogram,
}

impl Sum {
    /// Adds what was counted since.
    pub fn add(&mut self, calls: &Calls) {
        // A sender may claim anything; sums that would overflow stand still.
        self.calls = self.calls.saturating_add(calls.calls);
        self.errors = self.errors.saturating_add(calls.errors);
        self.total_ns = self.total_ns.saturating_add(calls.total_ns);
        self.self_ns = self.self_ns.saturating_add(calls.self_ns);
        self.max_ns = self.max_ns.max(calls.max_ns);
        self.durations.merge(&calls.durations);
    }
}

/// A function and its sum.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The template that was woven around it.
    pub wrapper: String,
    /// How: `call`, `splice` or `intercept`.
    pub join: String,
    /// What was added up.
    pub sum: Sum,
}

/// The ids of one connection: at the place of an id stands the function's number here.
#[derive(Debug, Default)]
pub struct Ids(Vec<u32>);

/// Stands where no id was defined.
const NONE: u32 = u32::MAX;

impl Ids {
    /// From now on `id` means `number`. Senders count their ids from 0, so that a list serves; but one id of 4 billion
    /// must not make it that long: beyond `limit` they stay unknown.
    pub fn define(&mut self, id: u32, number: u32, limit: usize) {
        let id = id as usize;
        if id < limit {
            if self.0.len() <= id {
                self.0.resize(id + 1, NONE);
            }
            self.0[id] = number;
        }
    }

    /// What `id` means.
    pub fn number(&self, id: u32) -> Option<u32> {
        self.0.get(id as usize).copied().filter(|number| *number != NONE)
    }
}

/// What a driver was asked, and how often; see [`Statement`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The sums of all calls.
    pub sum: Sum,
    /// Rows that were brought or changed.
    pub rows: u64,
    /// Class or number of the last error.
    pub error: String,
}

impl Asked {
    /// Adds what was counted since.
    pub fn add(&mut self, statement: Statement) {
        self.sum.calls = self.sum.calls.saturating_add(statement.calls);
        self.sum.errors = self.sum.errors.saturating_add(statement.errors);
        self.sum.total_ns = self.sum.total_ns.saturating_add(statement.total_ns);
        self.sum.max_ns = self.sum.max_ns.max(statement.max_ns);
        self.sum.durations.merge(&statement.durations);
        self.rows = self.rows.saturating_add(statement.rows);
        if !statement.error.is_empty() {
            self.error = shortened(statement.error);
        }
    }
}

/// Everything that was reported.
#[derive(Debug)]
pub struct Aggregate {
    functions: IndexMap<Identity, Entry>,
    limit: usize,
    /// Calls of functions beyond the limit, and of ids that were never defined.
    pub other: Sum,
    /// What drivers were asked, by system and text.
    statements: IndexMap<(String, String), Asked>,
    /// Signals, by what is alike.
    told: IndexMap<What, Sums>,
    /// How many requests ended.
    pub requests: u64,
    /// How long they took together.
    pub requests_ns: u64,
    /// How many signals came.
    pub signals: u64,
    /// What the senders dropped.
    pub lost: u64,
    /// All calls, whatever they are counted under.
    pub calls: u64,
}

impl Aggregate {
    /// Nothing yet; tells at most `limit` functions apart.
    pub fn new(limit: usize) -> Self {
        Aggregate {
            functions: IndexMap::new(),
            limit,
            other: Sum::default(),
            statements: IndexMap::new(),
            told: IndexMap::new(),
            requests: 0,
            requests_ns: 0,
            signals: 0,
            lost: 0,
            calls: 0,
        }
    }

    /// Adds a message from the connection that `ids` belongs to. Greetings and log lines are not for adding up.
    pub fn add(&mut self, ids: &mut Ids, message: Message) {
        match message {
            Message::Functions(functions) => {
                for function in functions {
                    self.define(ids, function);
                }
            }
            Message::Calls(list) => {
                for calls in &list {
                    self.count(ids, calls);
                }
            }
            Message::Request { total_ns, .. } => {
                self.requests += 1;
                self.requests_ns = self.requests_ns.saturating_add(total_ns);
            }
            Message::Signal { name, attributes } => self.tell(told::read(&name, attributes)),
            Message::Statements(list) => list.into_iter().for_each(|statement| self.ask(statement)),
            Message::Lost { signals } => self.lost = self.lost.saturating_add(signals),
            Message::Hello(_) | Message::Taken { .. } | Message::Goodbye { .. } | Message::Log { .. } => {}
        }
    }

    fn define(&mut self, ids: &mut Ids, function: Function) {
        let identity = Identity {
            name: shortened(function.name),
            file: shortened(function.file),
            line: function.line,
        };
        let number = match self.functions.get_index_of(&identity) {
            Some(number) => number,
            None if self.functions.len() >= self.limit => return,
            None => {
                let entry = Entry {
                    wrapper: shortened(function.wrapper),
                    join: shortened(function.join),
                    sum: Sum::default(),
                };
                self.functions.insert_full(identity, entry).0
            }
        };
        ids.define(function.id, number as u32, self.limit);
    }

    fn count(&mut self, ids: &Ids, calls: &Calls) {
        self.calls = self.calls.saturating_add(calls.calls);
        let number = ids.number(calls.id);
        let entry = number.and_then(|number| self.functions.get_index_mut(number as usize));
        match entry {
            Some((_, entry)) => entry.sum.add(calls),
            None => self.other.add(calls),
        }
    }

    fn ask(&mut self, statement: Statement) {
        let mut key = (shortened(statement.system.clone()), shortened(statement.text.clone()));
        if self.statements.len() >= self.limit && !self.statements.contains_key(&key) {
            key.1.clear();
        }
        let asked = self.statements.entry(key).or_default();
        asked.add(statement);
    }

    fn tell(&mut self, (mut what, sums): (What, Sums)) {
        self.signals += 1;
        what = What {
            event: shortened(what.event),
            text: shortened(what.text),
            file: shortened(what.file),
            ..what
        };
        if self.told.len() >= self.limit && !self.told.contains_key(&what) {
            what = What {
                event: OTHERS.to_owned(),
                ..What::default()
            };
        }
        self.told.entry(what).or_default().add(sums);
    }

    /// Signals: what is alike, and how often.
    pub fn told(&self) -> impl Iterator<Item = (&What, &Sums)> {
        self.told.iter()
    }

    /// What drivers were asked: system, text without values, sums.
    pub fn statements(&self) -> impl Iterator<Item = (&str, &str, &Asked)> {
        self.statements.iter().map(|((system, text), asked)| (&**system, &**text, asked))
    }

    /// All functions, in the order in which they were defined.
    pub fn functions(&self) -> impl Iterator<Item = (&Identity, &Entry)> {
        self.functions.iter()
    }

    /// How many functions there are.
    pub fn len(&self) -> usize {
        self.functions.len()
    }

    /// The function with the most time to its name, and that time.
    pub fn hottest(&self) -> Option<(&str, Duration)> {
        self.functions()
            .max_by_key(|(_, entry)| entry.sum.total_ns)
            .filter(|(_, entry)| entry.sum.total_ns > 0)
            .map(|(identity, entry)| {
                let time = Duration::from_nanos(entry.sum.total_ns);
                (identity.name.as_str(), time)
            })
    }
}

/// The text, cut to what is kept of one.
pub fn shortened(mut text: String) -> String {
    if text.len() > MAX_TEXT {
        let end = (0..=MAX_TEXT).rev().find(|&at| text.is_char_boundary(at));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    // What arrived may own more memory than it fills.
    text.shrink_to_fit();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(id: u32, name: &str) -> Function {
        Function {
            id,
            name: name.into(),
            file: "/a.php".into(),
            line: 1,
            ..Function::default()
        }
    }

    fn calls(id: u32, calls: u64, ns: u64) -> Calls {
        let mut durations = Histogram::new();
        durations.record(ns);
        Calls {
            id,
            calls,
            total_ns: ns,
            max_ns: ns,
            durations,
            ..Calls::default()
        }
    }

    fn totals(aggregate: &Aggregate) -> Vec<(&str, u64, u64)> {
        aggregate.functions().map(|(i, e)| (i.name.as_str(), e.sum.calls, e.sum.max_ns)).collect()
    }

    #[test]
    fn connections_with_ids_of_their_own_are_merged_by_identity() {
        let mut aggregate = Aggregate::new(10);
        let (mut one, mut two) = (Ids::default(), Ids::default());
        aggregate.add(&mut one, Message::Functions(vec![function(0, "a"), function(1, "b")]));
        aggregate.add(&mut two, Message::Functions(vec![function(0, "b"), function(7, "a")]));
        aggregate.add(&mut one, Message::Calls(vec![calls(0, 1, 10), calls(1, 2, 20)]));
        aggregate.add(&mut two, Message::Calls(vec![calls(0, 3, 30), calls(7, 4, 5)]));
        assert_eq!(totals(&aggregate), [("a", 5, 10), ("b", 5, 30)]);
        assert_eq!(aggregate.calls, 10);
        assert_eq!(aggregate.hottest(), Some(("b", Duration::from_nanos(50))));
    }

    #[test]
    fn the_same_name_in_another_place_is_another_function() {
        let mut aggregate = Aggregate::new(10);
        let moved = Function { line: 2, ..function(1, "a") };
        aggregate.add(&mut Ids::default(), Message::Functions(vec![function(0, "a"), moved]));
        assert_eq!(aggregate.len(), 2);
    }

    #[test]
    fn functions_beyond_the_limit_are_counted_as_other() {
        let mut aggregate = Aggregate::new(2);
        let mut ids = Ids::default();
        let functions = (0..5).map(|n| function(n, &format!("f{n}"))).collect();
        aggregate.add(&mut ids, Message::Functions(functions));
        aggregate.add(&mut ids, Message::Calls((0..5).map(|n| calls(n, 1, 1)).collect()));
        assert_eq!(aggregate.len(), 2);
        assert_eq!(aggregate.other.calls, 3);
        assert_eq!(aggregate.calls, 5);
    }

    #[test]
    fn statements_are_added_up_by_system_and_text() {
        let statement = |system: &str, text: &str, rows| Statement {
            system: system.into(),
            text: text.into(),
            calls: 1,
            rows,
            total_ns: 5,
            max_ns: 5,
            ..Statement::default()
        };
        let mut aggregate = Aggregate::new(2);
        let list = vec![
            statement("mysql", "DO ?", 1),
            statement("pgsql", "DO ?", 2),
            statement("mysql", "DO ?", 4),
            statement("mysql", "x", 8),
        ];
        aggregate.add(&mut Ids::default(), Message::Statements(list));
        let found: Vec<_> = aggregate
            .statements()
            .map(|(system, text, asked)| (system, text, asked.sum.calls, asked.rows))
            .collect();
        assert_eq!(found, [("mysql", "DO ?", 2, 5), ("pgsql", "DO ?", 1, 2), ("mysql", "", 1, 8)]);
    }

    #[test]
    fn an_enormous_id_costs_no_memory() {
        let mut aggregate = Aggregate::new(10);
        let mut ids = Ids::default();
        aggregate.add(&mut ids, Message::Functions(vec![function(u32::MAX, "a")]));
        aggregate.add(&mut ids, Message::Calls(vec![calls(u32::MAX, 1, 1)]));
        assert_eq!(ids.0.capacity(), 0);
        assert_eq!(aggregate.other.calls, 1);
    }

    #[test]
    fn sums_do_not_overflow() {
        let mut aggregate = Aggregate::new(10);
        let mut ids = Ids::default();
        aggregate.add(&mut ids, Message::Functions(vec![function(0, "a")]));
        let much = Message::Calls(vec![calls(0, u64::MAX, u64::MAX)]);
        aggregate.add(&mut ids, much.clone());
        aggregate.add(&mut ids, much);
        assert_eq!(totals(&aggregate), [("a", u64::MAX, u64::MAX)]);
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let text = shortened("ä".repeat(3000));
        assert!(text.ends_with("ä…") && text.len() <= MAX_TEXT + 3);
    }
}
