//! The store as records for the disk: each with a kind, a number and some bytes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::failures::Failure;
use super::slow::Slow;
use super::timeline::Minute;
use super::{Dropped, Function, Key, Service, Store, Taken, Tally};
use crate::aggregate::{Asked, Sum};
use crate::daemon::config::Keep;
use crate::told;

/// Raised when records mean something else: a file of another version is put aside.
pub const VERSION: u64 = 1;

/// What a record is about; its number stands on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One: when it was written, and the sums of everything.
    Head = 0,
    /// A service.
    Service = 1,
    /// A function.
    Function = 2,
    /// A rule.
    Rule = 3,
    /// A statement.
    Statement = 4,
    /// An event.
    Event = 5,
    /// A stack.
    Stack = 6,
    /// A minute.
    Minute = 7,
    /// A group of errors.
    Failure = 8,
    /// A slow sample.
    Slow = 9,
}

/// One change: what is to stand there; `None`: nothing.
pub type Change = ((u8, u64), Option<Vec<u8>>);

/// What has changed since the last look, where looking at everything would take long.
#[derive(Debug, Default)]
pub struct Changes {
    /// Numbers of functions.
    pub functions: Vec<u32>,
    /// Minutes that have come.
    pub minutes: Vec<u64>,
    /// Minutes that have gone.
    pub gone: Vec<u64>,
    /// What the rest looked like when it was written last.
    written: Written,
}

/// A count of messages tells whether there is anything to write at all.
#[derive(Debug, Default)]
struct Written {
    taken: Taken,
    dropped: Dropped,
    counts: HashMap<(u8, u64), u64>,
}

#[derive(Serialize, Deserialize)]
struct HeadRecord {
    version: u64,
    at_ms: u64,
    minute: u64,
    taken: Taken,
    dropped: Dropped,
}

#[derive(Serialize, Deserialize)]
struct ServiceRecord {
    name: Arc<str>,
    php: String,
    sapi: String,
    requests: Sum,
    minute: Sum,
    classes: [u64; 6],
    other: Sum,
    lost: u64,
}

#[derive(Serialize, Deserialize)]
struct FunctionRecord {
    service: u32,
    name: Arc<str>,
    file: Arc<str>,
    line: u32,
    wrapper: Arc<str>,
    join: Arc<str>,
    rule: u32,
    sum: Sum,
    minute: Sum,
}

#[derive(Serialize, Deserialize)]
struct SlowRecord {
    at_ms: u64,
    service: u32,
    function: Option<u32>,
    ns: u64,
    subject: String,
    status: u16,
    pid: u32,
    sapi: Arc<str>,
}

fn bytes<T: Serialize>(record: &T) -> Vec<u8> {
    // Nothing in our records is beyond msgpack; an empty record is left out when it is read.
    rmp_serde::to_vec(record).unwrap_or_default()
}

impl Store {
    /// What has changed since the last call, and the sums that are safe once it is written. `None`: nothing.
    pub fn take_changes(&mut self) -> Option<(Vec<Change>, Taken)> {
        let idle = self.changes.written.taken == self.taken
            && self.changes.written.dropped == self.dropped
            && self.changes.minutes.is_empty()
            && self.changes.functions.is_empty()
            && self.services.values().all(|service| !service.changed);
        if idle {
            return None;
        }
        let mut list: Vec<Change> = Vec::new();
        let mut put = |kind: Kind, number: u64, bytes: Vec<u8>| list.push(((kind as u8, number), Some(bytes)));
        let at_ms = self.clock.now().as_millis() as u64;
        let head = HeadRecord {
            version: VERSION,
            at_ms,
            minute: self.minute,
            taken: self.taken,
            dropped: self.dropped,
        };
        put(Kind::Head, 0, bytes(&head));
        for ((name, service), number) in self.services.iter_mut().zip(0..) {
            if std::mem::take(&mut service.changed) {
                put(Kind::Service, number, bytes(&ServiceRecord::of(name, service)));
            }
        }
        for number in std::mem::take(&mut self.changes.functions) {
            if let Some((key, function)) = self.functions.get_index_mut(number as usize) {
                function.changed = false;
                put(Kind::Function, u64::from(number), bytes(&FunctionRecord::of(key, function)));
            }
        }
        // These have no marks of their own: those whose count has grown are written.
        let counts = &mut self.changes.written.counts;
        let mut grown = |kind: Kind, number: u64, count: u64| counts.insert((kind as u8, number), count) != Some(count);
        for (((service, rule), tally), number) in self.rules.iter().zip(0..) {
            if grown(Kind::Rule, number, tally.calls) {
                put(Kind::Rule, number, bytes(&(service, rule, tally.calls, tally.errors, tally.total_ns)));
            }
        }
        for (((service, system, text), asked), number) in self.statements.iter().zip(0..) {
            if grown(Kind::Statement, number, asked.sum.calls) {
                put(Kind::Statement, number, bytes(&(service, system, text, asked)));
            }
        }
        for (((service, event, text), sums), number) in self.events.iter().zip(0..) {
            if grown(Kind::Event, number, sums.count) {
                put(Kind::Event, number, bytes(&(service, event, text, sums.count, &sums.more)));
            }
        }
        for (((service, stack), count), number) in self.stacks.iter().zip(0..) {
            if grown(Kind::Stack, number, *count) {
                put(Kind::Stack, number, bytes(&(service, stack, count)));
            }
        }
        let minutes = std::mem::take(&mut self.changes.minutes);
        for minute in self.timeline.minutes().filter(|minute| minutes.contains(&minute.start)) {
            put(Kind::Minute, minute.start, bytes(minute));
        }
        for (slot, failure) in self.failures.unsaved() {
            put(Kind::Failure, slot, bytes(&failure));
        }
        for (place, slow) in self.slow.unsaved() {
            put(Kind::Slow, place, bytes(&SlowRecord::of(slow)));
        }
        for start in std::mem::take(&mut self.changes.gone) {
            list.push(((Kind::Minute as u8, start), None));
        }
        self.changes.written.taken = self.taken;
        self.changes.written.dropped = self.dropped;
        Some((list, self.taken))
    }

    /// The store as it was written; `records` come by ascending kind and number. What cannot be read is left out and
    /// counted: the second number.
    pub fn restore(keep: Keep, records: impl Iterator<Item = ((u8, u64), Vec<u8>)>) -> (Self, u64) {
        let mut store = Store::new(keep);
        let mut unread = 0;
        let mut slow = Vec::new();
        for ((kind, number), bytes) in records {
            let read = match kind {
                kind if kind == Kind::Head as u8 => read(&bytes).map(|head| store.head(head)),
                kind if kind == Kind::Service as u8 => read(&bytes).map(|record| store.put_service(record)),
                kind if kind == Kind::Function as u8 => read(&bytes).map(|record| store.put_function(number, record)),
                kind if kind == Kind::Rule as u8 => read(&bytes).map(|(service, rule, calls, errors, total_ns)| {
                    store.rules.insert((service, rule), Tally { calls, errors, total_ns });
                }),
                kind if kind == Kind::Statement as u8 => read(&bytes).map(|(service, system, text, asked): (u32, Arc<str>, Arc<str>, Asked)| {
                    store.statements.insert((service, system, text), asked);
                }),
                kind if kind == Kind::Event as u8 => read(&bytes).map(|(service, event, text, count, more)| {
                    store.events.insert((service, event, text), told::Sums { count, more });
                }),
                kind if kind == Kind::Stack as u8 => read(&bytes).map(|(service, stack, count)| {
                    store.stacks.insert((service, stack), count);
                }),
                kind if kind == Kind::Minute as u8 => read(&bytes).map(|minute: Minute| {
                    let gone = store.timeline.push(minute, store.keep.minutes);
                    store.changes.gone.extend(gone);
                }),
                kind if kind == Kind::Failure as u8 => read(&bytes).map(|failure: Failure| store.failures.restore(failure)),
                kind if kind == Kind::Slow as u8 => read(&bytes).map(|record: SlowRecord| slow.push(record.into())),
                _ => None,
            };
            unread += u64::from(read.is_none());
        }
        store.slow.restore(slow);
        store.changes.written.taken = store.taken;
        store.changes.written.dropped = store.dropped;
        (store, unread)
    }

    fn head(&mut self, head: HeadRecord) {
        self.taken = head.taken;
        self.dropped = head.dropped;
        self.clock = super::Clock::new(Duration::from_millis(head.at_ms));
        // The minute that was being counted goes on, or is ended by the next tick.
        self.minute = head.minute;
    }

    fn put_service(&mut self, record: ServiceRecord) {
        let service = Service {
            processes: 0,
            php: record.php,
            sapi: record.sapi,
            requests: record.requests,
            minute: record.minute,
            classes: record.classes,
            other: record.other,
            lost: record.lost,
            changed: false,
        };
        let name = self.texts.share(&record.name).unwrap_or(record.name);
        self.services.insert(name, service);
    }

    fn put_function(&mut self, number: u64, record: FunctionRecord) {
        let mut share = |text: Arc<str>| self.texts.share(&text).unwrap_or(text);
        let key = Key {
            service: record.service,
            name: share(record.name),
            file: share(record.file),
            line: record.line,
        };
        let function = Function {
            wrapper: share(record.wrapper),
            join: share(record.join),
            rule: record.rule,
            sum: record.sum,
            minute: record.minute,
            changed: false,
        };
        if function.minute.calls > 0 {
            self.touched.push(number as u32);
        }
        self.functions.insert(key, function);
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}

/// Whether the head of a file is of this version.
pub fn is_readable(head: &[u8]) -> bool {
    read::<HeadRecord>(head).is_some_and(|head| head.version == VERSION)
}

impl ServiceRecord {
    fn of(name: &Arc<str>, service: &Service) -> Self {
        ServiceRecord {
            name: Arc::clone(name),
            php: service.php.clone(),
            sapi: service.sapi.clone(),
            requests: service.requests.clone(),
            minute: service.minute.clone(),
            classes: service.classes,
            other: service.other.clone(),
            lost: service.lost,
        }
    }
}

impl FunctionRecord {
    fn of(key: &Key, function: &Function) -> Self {
        FunctionRecord {
            service: key.service,
            name: Arc::clone(&key.name),
            file: Arc::clone(&key.file),
            line: key.line,
            wrapper: Arc::clone(&function.wrapper),
            join: Arc::clone(&function.join),
            rule: function.rule,
            sum: function.sum.clone(),
            minute: function.minute.clone(),
        }
    }
}

impl SlowRecord {
    fn of(slow: Slow) -> Self {
        SlowRecord {
            at_ms: slow.at_ms,
            service: slow.service,
            function: slow.function,
            ns: slow.ns,
            subject: slow.subject,
            status: slow.status,
            pid: slow.pid,
            sapi: slow.sapi,
        }
    }
}

impl From<SlowRecord> for Slow {
    fn from(record: SlowRecord) -> Self {
        Slow {
            at_ms: record.at_ms,
            service: record.service,
            function: record.function,
            ns: record.ns,
            subject: record.subject,
            status: record.status,
            pid: record.pid,
            sapi: record.sapi,
        }
    }
}
