//! Everything that PHP processes reported, added up per service, function, rule and minute.
//!
//! Nothing here grows without a limit, and whatever finds no room is counted: in sums of their own where there are
//! any ("other functions"), else in [`Dropped`]. [`texts`] are kept once, [`timeline`] is what minutes leave behind,
//! [`failures`] are errors by what they have in common, [`slow`] are samples; [`record`] is all of it for the disk.

pub mod clock;
pub mod failures;
pub mod record;
pub mod slow;
pub mod texts;
pub mod timeline;

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use weft_wire::{Calls, Function as Definition, Hello, Histogram, Message, Statement, Value};

use self::clock::Clock;
use self::failures::{Failures, Seen};
use self::record::Changes;
use self::slow::{Slow, SlowCalls};
use self::texts::{Texts, cut};
use self::timeline::{Cell, Minute, Timeline};
use super::config::Keep;
use crate::aggregate::{Asked, Ids, Sum};
use crate::told;

/// What names of functions, files, rules, statements and stacks may take, in bytes.
const TEXTS: usize = 12 << 20;
/// Rules, statements and kinds of events that are told apart.
const MAX_KINDS: usize = 2_000;
/// Slow calls of one connection that wait for the end of their request.
const MAX_WAITING: usize = 16;
/// The service of those that say none.
pub const NO_SERVICE: &str = "php";
/// Where there is no room for another one.
pub const OTHERS: &str = "(others)";

/// All of it.
#[derive(Debug)]
pub struct Store {
    keep: Keep,
    clock: Clock,
    /// Minutes since 1970 of the minute that is being counted.
    minute: u64,
    texts: Texts,
    services: IndexMap<Arc<str>, Service>,
    functions: IndexMap<Key, Function>,
    /// Functions that were called in this minute.
    touched: Vec<u32>,
    rules: IndexMap<(u32, Arc<str>), Tally>,
    statements: IndexMap<(u32, Arc<str>, Arc<str>), Asked>,
    events: IndexMap<(u32, Arc<str>, Arc<str>), told::Sums>,
    stacks: IndexMap<(u32, Arc<str>), u64>,
    /// The minutes that are over.
    pub timeline: Timeline,
    /// Errors and exceptions.
    pub failures: Failures,
    /// Samples.
    pub slow: SlowCalls,
    /// What found no room.
    pub dropped: Dropped,
    /// What came in.
    pub taken: Taken,
    changes: Changes,
}

/// What tells functions apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The service's number.
    pub service: u32,
    /// As PHP names it.
    pub name: Arc<str>,
    /// Empty for what is built into PHP.
    pub file: Arc<str>,
    /// 0 for what is built into PHP.
    pub line: u32,
}

/// A function and what it did.
#[derive(Clone, Debug)]
pub struct Function {
    /// The template that was woven around it.
    pub wrapper: Arc<str>,
    /// How.
    pub join: Arc<str>,
    /// The number of its rule.
    pub rule: u32,
    /// Since the store began.
    pub sum: Sum,
    /// In the minute that is being counted.
    pub minute: Sum,
    changed: bool,
}

/// An application.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// How many processes are connected.
    pub processes: u32,
    /// PHP's version, of the last that said hello.
    pub php: String,
    /// The kind of server, of the last that said hello.
    pub sapi: String,
    /// Requests; `errors` are those with a status from 500 on, or an exit code that is not 0.
    pub requests: Sum,
    /// The same in the minute that is being counted.
    pub minute: Sum,
    /// Requests by the first digit of their status; at 0, those without HTTP.
    pub classes: [u64; 6],
    /// Calls of functions beyond the limit.
    pub other: Sum,
    /// What its processes had no room for.
    pub lost: u64,
    changed: bool,
}

/// A small sum.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Calls that ended.
    pub calls: u64,
    /// Those that failed.
    pub errors: u64,
    /// Time in them, in nanoseconds.
    pub total_ns: u64,
}

/// What was not kept, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dropped {
    /// Calls of functions beyond the limit: they are counted as "other" of their service.
    pub calls: u64,
    /// Statements that are counted together.
    pub statements: u64,
    /// Events that are counted together.
    pub events: u64,
    /// Samples of the profile that are counted together.
    pub stacks: u64,
    /// Groups of errors that had to go for others.
    pub errors: u64,
    /// Slow samples that had to go for others.
    pub samples: u64,
    /// Minutes of the time line that had to go before their time.
    pub minutes: u64,
    /// What the processes had no room for.
    pub by_senders: u64,
    /// Calls by rules beyond the limit.
    pub rules: u64,
}

/// What came in, whatever became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Taken {
    /// Messages.
    pub messages: u64,
    /// Signals: sums of one function, and all that is sent one by one.
    pub signals: u64,
    /// Calls of functions.
    pub calls: u64,
    /// Requests.
    pub requests: u64,
}

/// What is known of one connection.
#[derive(Debug)]
pub struct Peer {
    service: u32,
    ids: Ids,
    pid: u32,
    sapi: Arc<str>,
    /// Functions that took long, until their request is told of.
    slow: Vec<(u32, u64)>,
    /// Errors that wait for the same.
    failures: Vec<usize>,
}

impl Store {
    /// An empty one.
    pub fn new(keep: Keep) -> Self {
        Self::since(keep, Duration::ZERO)
    }

    fn since(keep: Keep, least: Duration) -> Self {
        let mut clock = Clock::new(least);
        let minute = clock.now().as_secs() / 60;
        Store {
            clock,
            minute,
            texts: Texts::new(TEXTS),
            services: IndexMap::new(),
            functions: IndexMap::new(),
            touched: Vec::new(),
            rules: IndexMap::new(),
            statements: IndexMap::new(),
            events: IndexMap::new(),
            stacks: IndexMap::new(),
            timeline: Timeline::default(),
            failures: Failures::new(keep.errors),
            slow: SlowCalls::new(keep.samples),
            dropped: Dropped::default(),
            taken: Taken::default(),
            changes: Changes::default(),
            keep,
        }
    }

    /// From now on these limits hold; what is there stays.
    pub fn set_keep(&mut self, keep: Keep) {
        self.failures.limit = keep.errors;
        self.slow.limit = keep.samples;
        self.keep = keep;
    }

    /// A process has said hello.
    pub fn greet(&mut self, hello: &Hello) -> Peer {
        let name = if hello.service.is_empty() { NO_SERVICE } else { &hello.service };
        let service = self.service(name);
        let found = &mut self.services[service as usize];
        found.processes += 1;
        found.php = cut(&hello.php).to_owned();
        found.sapi = cut(&hello.sapi).to_owned();
        found.changed = true;
        Peer {
            service,
            ids: Ids::default(),
            pid: hello.pid,
            sapi: self.texts.share(&hello.sapi).unwrap_or_else(|| "".into()),
            slow: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// A process has gone.
    pub fn leave(&mut self, peer: &mut Peer) {
        self.request_ended(peer, "", 0);
        let service = &mut self.services[peer.service as usize];
        service.processes = service.processes.saturating_sub(1);
    }

    fn service(&mut self, name: &str) -> u32 {
        if let Some(number) = self.services.get_index_of(cut(name)) {
            return number as u32;
        }
        // The last place is for all others.
        let full = self.services.len() + 1 >= self.keep.services;
        let name = if full { None } else { self.texts.share(name) };
        let name = name.unwrap_or_else(|| OTHERS.into());
        let entry = self.services.entry(name);
        let number = entry.index();
        entry.or_default().changed = true;
        number as u32
    }

    /// Adds a message of this connection.
    pub fn add(&mut self, peer: &mut Peer, message: Message) {
        self.taken.messages += 1;
        match message {
            Message::Functions(list) => list.iter().for_each(|definition| self.define(peer, definition)),
            Message::Calls(list) => list.iter().for_each(|calls| self.count(peer, calls)),
            Message::Request { subject, status, total_ns, .. } => self.request(peer, &subject, status, total_ns),
            Message::Signal { name, attributes } => self.signal(peer, &name, attributes),
            Message::Statements(list) => list.into_iter().for_each(|statement| self.ask(peer, statement)),
            Message::Lost { signals } => {
                let service = &mut self.services[peer.service as usize];
                service.lost = service.lost.saturating_add(signals);
                service.changed = true;
                self.dropped.by_senders = self.dropped.by_senders.saturating_add(signals);
            }
            Message::Hello(_) | Message::Taken { .. } | Message::Goodbye { .. } | Message::Log { .. } => {}
        }
    }

    fn define(&mut self, peer: &mut Peer, definition: &Definition) {
        let Some(number) = self.number(peer.service, definition) else { return };
        peer.ids.define(definition.id, number, self.keep.functions.max(65_536));
    }

    fn number(&mut self, service: u32, definition: &Definition) -> Option<u32> {
        let key = Key {
            service,
            name: self.texts.share(&definition.name)?,
            file: self.texts.share(&definition.file)?,
            line: definition.line,
        };
        let rule = self.rule(service, &definition.rule);
        if let Some((number, _, function)) = self.functions.get_full_mut(&key) {
            function.rule = rule;
            return Some(number as u32);
        }
        if self.functions.len() >= self.keep.functions {
            return None;
        }
        let function = Function {
            wrapper: self.texts.share(&definition.wrapper)?,
            join: self.texts.share(&definition.join)?,
            rule,
            sum: Sum::default(),
            minute: Sum::default(),
            changed: true,
        };
        let number = self.functions.insert_full(key, function).0 as u32;
        self.changes.functions.push(number);
        Some(number)
    }

    fn rule(&mut self, service: u32, rule: &str) -> u32 {
        let text = self.texts.share(rule);
        let known = text.filter(|text| self.rules.len() < MAX_KINDS || self.rules.contains_key(&(service, Arc::clone(text))));
        let entry = self.rules.entry((service, known.unwrap_or_else(|| OTHERS.into())));
        let number = entry.index();
        entry.or_default();
        number as u32
    }

    fn count(&mut self, peer: &mut Peer, calls: &Calls) {
        self.taken.signals += 1;
        self.taken.calls = self.taken.calls.saturating_add(calls.calls);
        let number = peer.ids.number(calls.id);
        let Some((number, function)) = number.and_then(|number| Some((number, self.functions.get_index_mut(number as usize)?.1))) else {
            let service = &mut self.services[peer.service as usize];
            service.other.add(calls);
            service.changed = true;
            self.dropped.calls = self.dropped.calls.saturating_add(calls.calls);
            return;
        };
        if function.minute.calls == 0 {
            self.touched.push(number);
        }
        function.sum.add(calls);
        function.minute.add(calls);
        if !std::mem::replace(&mut function.changed, true) {
            self.changes.functions.push(number);
        }
        match self.rules.get_index_mut(function.rule as usize) {
            Some((_, tally)) => tally.add(calls),
            None => self.dropped.rules += 1,
        }
        if calls.max_ns >= self.keep.slow_ms.saturating_mul(1_000_000) {
            if peer.slow.len() >= MAX_WAITING {
                self.request_ended(peer, "", 0);
            }
            peer.slow.push((number, calls.max_ns));
        }
    }

    fn request(&mut self, peer: &mut Peer, subject: &str, status: u16, total_ns: u64) {
        self.taken.signals += 1;
        self.taken.requests += 1;
        let http = &*peer.sapi != "cli" && (100..600).contains(&status);
        let failed = if http { status >= 500 } else { status != 0 };
        let mut durations = Histogram::new();
        durations.record(total_ns);
        let calls = Calls {
            calls: 1,
            errors: u64::from(failed),
            total_ns,
            max_ns: total_ns,
            durations,
            ..Calls::default()
        };
        let service = &mut self.services[peer.service as usize];
        service.requests.add(&calls);
        service.minute.add(&calls);
        service.classes[if http { usize::from(status / 100) } else { 0 }] += 1;
        service.changed = true;
        self.request_ended(peer, subject, status);
        if total_ns >= self.keep.slow_ms.saturating_mul(1_000_000) {
            self.sample(peer, None, total_ns, subject, status);
        }
    }

    /// What waited for a request is complete.
    fn request_ended(&mut self, peer: &mut Peer, subject: &str, status: u16) {
        for (number, ns) in std::mem::take(&mut peer.slow) {
            self.sample(peer, Some(number), ns, subject, status);
        }
        for slot in std::mem::take(&mut peer.failures) {
            self.failures.set_subject(slot, subject);
        }
    }

    fn sample(&mut self, peer: &Peer, function: Option<u32>, ns: u64, subject: &str, status: u16) {
        let at = self.clock.now();
        self.dropped.samples += u64::from(self.slow.add(Slow {
            at_ms: at.as_millis() as u64,
            service: peer.service,
            function,
            ns,
            subject: cut(subject).to_owned(),
            status,
            pid: peer.pid,
            sapi: Arc::clone(&peer.sapi),
        }));
    }

    fn signal(&mut self, peer: &mut Peer, name: &str, attributes: Vec<(String, Value)>) {
        self.taken.signals += 1;
        if name == "php.interrupt" {
            return self.stack(peer.service, &attributes);
        }
        let sample = matches!(name, "php.error" | "php.exception").then(|| attributes.clone());
        let (what, sums) = told::read(name, attributes);
        if let Some(attributes) = sample {
            let at_ms = self.clock.now().as_millis() as u64;
            let seen = Seen {
                at_ms,
                pid: peer.pid,
                sapi: Arc::clone(&peer.sapi),
                subject: String::new(),
                attributes,
            };
            let (slot, replaced) = self.failures.add(peer.service, what, sums.count, seen);
            self.dropped.errors += u64::from(replaced);
            if peer.failures.len() < MAX_WAITING {
                peer.failures.push(slot);
            }
            return;
        }
        let count = sums.count;
        let key = (peer.service, self.texts.share(&what.event), self.texts.share(&what.text));
        let (event, text) = match key {
            (_, Some(event), Some(text)) => (event, text),
            _ => (OTHERS.into(), "".into()),
        };
        let key = (peer.service, event, text);
        match entry_within(&mut self.events, key, MAX_KINDS, (peer.service, OTHERS.into(), "".into())) {
            (entry, false) => entry.add(sums),
            (entry, true) => {
                entry.add(sums);
                self.dropped.events = self.dropped.events.saturating_add(count);
            }
        }
    }

    fn stack(&mut self, service: u32, attributes: &[(String, Value)]) {
        let find = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        let ticks = match find("ticks") {
            Some(Value::Int(ticks)) => u64::try_from(*ticks).unwrap_or(0),
            _ => 1,
        };
        let stack = match find("stack") {
            Some(Value::Text(stack)) => self.texts.share(stack),
            _ => None,
        };
        let key = (service, stack.unwrap_or_else(|| OTHERS.into()));
        let (count, beyond) = entry_within(&mut self.stacks, key, self.keep.stacks, (service, OTHERS.into()));
        *count = count.saturating_add(ticks);
        if beyond {
            self.dropped.stacks = self.dropped.stacks.saturating_add(ticks);
        }
    }

    fn ask(&mut self, peer: &Peer, statement: Statement) {
        self.taken.signals += 1;
        let texts = (self.texts.share(&statement.system), self.texts.share(&statement.text));
        let (system, text) = match texts {
            (Some(system), Some(text)) => (system, text),
            _ => (OTHERS.into(), "".into()),
        };
        let others = (peer.service, Arc::clone(&system), "".into());
        let calls = statement.calls;
        let (asked, beyond) = entry_within(&mut self.statements, (peer.service, system, text), MAX_KINDS, others);
        asked.add(statement);
        if beyond {
            self.dropped.statements = self.dropped.statements.saturating_add(calls);
        }
    }

    /// Once a second: ends the minute when it is over.
    pub fn tick(&mut self) {
        let minute = self.clock.now().as_secs() / 60;
        if minute > self.minute {
            self.end_minute();
            self.minute = minute;
        }
    }

    fn end_minute(&mut self) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        let functions = touched
            .into_iter()
            .filter_map(|number| {
                let (_, function) = self.functions.get_index_mut(number as usize)?;
                if !std::mem::replace(&mut function.changed, true) {
                    self.changes.functions.push(number);
                }
                Some(cell(number, &std::mem::take(&mut function.minute)))
            })
            .collect();
        let services = self.services.values_mut().zip(0..).filter_map(|(service, number)| {
            let minute = std::mem::take(&mut service.minute);
            service.changed |= minute.calls > 0;
            (minute.calls > 0).then(|| cell(number, &minute))
        });
        let minute = Minute {
            start: self.minute,
            functions,
            services: services.collect(),
        };
        if minute.functions.is_empty() && minute.services.is_empty() {
            return;
        }
        self.changes.minutes.push(minute.start);
        let before = self.timeline.minutes().count();
        let gone = self.timeline.push(minute, self.keep.minutes);
        if before < self.keep.minutes {
            self.dropped.minutes += gone.len() as u64;
        }
        self.changes.gone.extend(gone);
    }

    /// The time since 1970.
    pub fn now(&mut self) -> Duration {
        self.clock.now()
    }

    /// The minute that is being counted, in minutes since 1970.
    pub fn minute(&self) -> u64 {
        self.minute
    }

    /// What names take, in bytes.
    pub fn texts_bytes(&self) -> usize {
        self.texts.bytes()
    }

    /// Services by their numbers.
    pub fn services(&self) -> impl ExactSizeIterator<Item = (&str, &Service)> {
        self.services.iter().map(|(name, service)| (&**name, service))
    }

    /// A service's name by its number.
    pub fn service_name(&self, number: u32) -> &str {
        self.services.get_index(number as usize).map_or("", |(name, _)| name)
    }

    /// Functions by their numbers.
    pub fn functions(&self) -> impl ExactSizeIterator<Item = (&Key, &Function)> {
        self.functions.iter()
    }

    /// One function by its number.
    pub fn function(&self, number: u32) -> Option<(&Key, &Function)> {
        self.functions.get_index(number as usize)
    }

    /// Services' numbers, rules, and what was counted by them.
    pub fn rules(&self) -> impl Iterator<Item = (u32, &str, &Tally)> {
        self.rules.iter().map(|((service, rule), tally)| (*service, &**rule, tally))
    }

    /// A rule by its number.
    pub fn rule_name(&self, number: u32) -> &str {
        self.rules.get_index(number as usize).map_or("", |((_, rule), _)| rule)
    }

    /// Services' numbers, systems, texts, and what was asked.
    pub fn statements(&self) -> impl Iterator<Item = (u32, &str, &str, &Asked)> {
        self.statements
            .iter()
            .map(|((service, system, text), asked)| (*service, &**system, &**text, asked))
    }

    /// Services' numbers, events, texts, and their sums.
    pub fn events(&self) -> impl Iterator<Item = (u32, &str, &str, &told::Sums)> {
        self.events.iter().map(|((service, event, text), sums)| (*service, &**event, &**text, sums))
    }

    /// Services' numbers, stacks and how many samples found PHP there.
    pub fn stacks(&self) -> impl Iterator<Item = (u32, &str, u64)> {
        self.stacks.iter().map(|((service, stack), count)| (*service, &**stack, *count))
    }
}

/// The entry of this key, or, where there is no room for another one, that of `others`: then `true`.
fn entry_within<K: Hash + Eq, V: Default>(map: &mut IndexMap<K, V>, key: K, limit: usize, others: K) -> (&mut V, bool) {
    let beyond = map.len() >= limit && !map.contains_key(&key);
    (map.entry(if beyond { others } else { key }).or_default(), beyond)
}

impl Tally {
    fn add(&mut self, calls: &Calls) {
        self.calls = self.calls.saturating_add(calls.calls);
        self.errors = self.errors.saturating_add(calls.errors);
        self.total_ns = self.total_ns.saturating_add(calls.total_ns);
    }
}

/// What a sum leaves behind when its minute is over.
pub fn cell(number: u32, sum: &Sum) -> Cell {
    let seconds = |ns: u64| (ns as f64 / 1e9) as f32;
    Cell {
        number,
        calls: u32::try_from(sum.calls).unwrap_or(u32::MAX),
        errors: u32::try_from(sum.errors).unwrap_or(u32::MAX),
        seconds: seconds(sum.total_ns),
        p50: seconds(sum.durations.quantile(0.5)),
        p95: seconds(sum.durations.quantile(0.95)),
    }
}

#[cfg(test)]
mod tests;
