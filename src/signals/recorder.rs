//! What one thread counts between two flushes.

use std::cell::{Cell, RefCell};

use weft_wire::{EncodeError, Message};

use super::functions::{Functions, Identity, Weaving};
use super::open::{Open, OpenCalls};
use super::statements::Statements;
use super::tally::Tally;
use super::waiting::Waiting;
use crate::zend::clock::Stamp;
use crate::zend::memory::Kept;

/// How often what was counted is sent while a request lasts, in seconds of the clock: after half a second to a whole one.
const EVERY: i64 = 1;
/// Where no clock is read: how many calls pass between two looks at it.
const LOOK: u32 = 1_024;

/// What is known of a woven function at its first call in a request.
#[derive(Clone, Copy, Debug)]
pub struct Met<'a> {
    pub identity: Identity<'a>,
    pub weaving: Weaving<'a>,
    /// Does the call outlive its caller, who also spends the time in it?
    pub generator: bool,
}

/// Tells of a function to whom it hands.
pub trait Meet: FnOnce(&mut dyn FnMut(Met)) {}
impl<F: FnOnce(&mut dyn FnMut(Met))> Meet for F {}

/// What becomes of a call that did not find its function at once.
#[derive(Clone, Copy)]
pub enum Found {
    /// Nobody wants to know, or there is no room.
    Nothing,
    /// The next calls may use this without asking.
    Plain(Kept<Tally>),
    /// Others must ask each time. A call that is timed goes by this mark, to be left with its frame.
    Generator(Option<usize>),
}

/// One thread's account. What each call touches stands apart from what is touched now and then.
pub struct Recorder {
    calls: OpenCalls,
    /// When the last timed call ended.
    end: Stamp,
    /// When the next flush is due, in seconds of the clock.
    due: Cell<i64>,
    /// So many calls pass until those who read no clock look at it.
    unlooked: Cell<u32>,
    /// The functions with something to report.
    dirty: RefCell<Vec<u32>>,
    account: RefCell<Option<Account>>,
}

/// What is touched now and then.
#[derive(Default)]
pub struct Account {
    /// Is there anybody to report to?
    on: bool,
    /// By the number of a function in this request: its id in this process, or one of the words below.
    ids: Vec<u32>,
    pub functions: Functions,
    pub statements: Statements,
    pub waiting: Waiting,
    /// When the request began.
    began: u64,
    /// Is all of this a forked process's copy of its parent's account?
    inherited: bool,
}

mod word {
    /// Not called yet.
    pub const UNMET: u32 = u32::MAX;
    /// There are too many functions.
    pub const NO_ROOM: u32 = u32::MAX - 1;
    /// Added to the id of a generator.
    pub const GENERATOR: u32 = 1 << 31;
}

impl Recorder {
    pub const fn new() -> Self {
        Self {
            calls: OpenCalls::new(),
            end: Stamp::new(),
            due: Cell::new(0),
            unlooked: Cell::new(0),
            dirty: RefCell::new(Vec::new()),
            account: RefCell::new(None),
        }
    }

    /// Shows the account to `use_it`, which must not call into PHP.
    pub fn with<T>(&self, use_it: impl FnOnce(&mut Account) -> T) -> T {
        let mut account = self.account.borrow_mut();
        let account = account.get_or_insert_default();
        if std::mem::take(&mut account.inherited) {
            self.start_over(account);
        }
        use_it(account)
    }

    pub fn request_start(&self, on: bool, now: impl FnOnce() -> u64) {
        self.with(|account| {
            account.on = on;
            if on {
                account.began = now();
                self.flushed(account.began);
                self.unlooked.set(LOOK);
            }
        });
    }

    /// A call begins: `begin` makes a stamp the present moment. `false`: to be told to [`Self::enter_slowly`].
    #[inline(always)]
    pub fn enter(&self, tally: Kept<Tally>, frame: usize, begin: impl FnOnce(&Stamp)) -> bool {
        self.calls.push(frame, tally, begin)
    }

    /// The same for a function that has not been called in this request, and for special ones.
    pub fn enter_slowly(&self, number: u32, frame: usize, meet: impl Meet, begin: impl FnOnce(&Stamp)) -> Found {
        let (found, tally) = self.meet(number, meet);
        let Some(tally) = tally else { return found };
        if let Found::Generator(_) = found {
            let start = Stamp::new();
            begin(&start);
            let mark = self.calls.push_generator(tally, start.nanoseconds(), |tally| self.count_untimed(tally));
            return Found::Generator(Some(mark));
        }
        self.calls.make_room(|tally| self.count_untimed(tally));
        self.calls.push(frame, tally, begin);
        found
    }

    /// What is to be done with a function's calls, and where to count them.
    fn meet(&self, number: u32, meet: impl Meet) -> (Found, Option<Kept<Tally>>) {
        self.with(|account| {
            let word = account.meet(number, meet);
            let id = word & !word::GENERATOR;
            match account.functions.tally(id) {
                _ if word >= word::NO_ROOM => (Found::Nothing, None),
                None => (Found::Nothing, None),
                Some(tally) if word == id => (Found::Plain(tally), Some(tally)),
                tally => (Found::Generator(None), tally),
            }
        })
    }

    /// A call ends, without an exception: `end` makes a stamp the present moment. `false`: to be told to
    /// [`Self::leave_slowly`].
    #[inline(always)]
    pub fn leave(&self, frame: usize, end: impl FnOnce(&Stamp)) -> bool {
        end(&self.end);
        let Some((tally, total, own)) = self.calls.top(frame, &self.end) else {
            return false;
        };
        if self.end.seconds() >= self.due.get() || !tally.record_quickly(total, own) {
            return false;
        }
        self.calls.pop(total);
        true
    }

    /// The end of a generator's call, known by its mark. Answers whether a flush is due.
    pub fn leave_generator(&self, mark: usize, failed: bool, end: impl FnOnce(&Stamp)) -> bool {
        end(&self.end);
        if let Some(open) = self.calls.remove_generator(mark) {
            self.settle(open, failed, self.end.nanoseconds());
        }
        self.is_flush_due()
    }

    /// The same for all the others, at the moment that was the present one for [`Self::leave`]. Answers whether a flush is
    /// due.
    pub fn leave_slowly(&self, frame: usize, failed: bool) -> bool {
        let ended = match self.calls.top(frame, &self.end) {
            None if self.calls.refill() => self.calls.top(frame, &self.end),
            ended => ended,
        };
        if let Some((tally, total, own)) = ended {
            self.calls.pop(total);
            self.record(tally, total, own, failed);
        } else if let Some(open) = self.calls.remove(frame, |tally| self.count_untimed(tally)) {
            self.settle(open, failed, self.end.nanoseconds());
        }
        self.is_flush_due()
    }

    fn is_flush_due(&self) -> bool {
        self.end.seconds() >= self.due.get() && self.with(|account| account.on)
    }

    /// Makes the end of calls the present moment: for those that begin with [`Self::leave_slowly`].
    pub fn end_now(&self, end: impl FnOnce(&Stamp)) {
        end(&self.end);
    }

    fn settle(&self, open: Open, failed: bool, now: u64) {
        let total = now.saturating_sub(open.start);
        let own = if open.shared { 0 } else { total.saturating_sub(open.inner) };
        if !open.shared {
            self.calls.add_inner(total);
        }
        self.record(open.tally, total, own, failed);
    }

    fn record(&self, tally: Kept<Tally>, total: u64, own: u64, failed: bool) {
        if tally.record(total, own) {
            self.dirty.borrow_mut().push(tally.id);
        }
        if failed {
            tally.fail();
        }
    }

    fn count_untimed(&self, tally: Kept<Tally>) {
        if tally.count() {
            self.dirty.borrow_mut().push(tally.id);
        }
    }

    /// A call that is not timed. `false`: to be told to [`Self::count_slowly`].
    #[inline(always)]
    pub fn count(&self, tally: Kept<Tally>) -> bool {
        let Some(unlooked) = self.unlooked.get().checked_sub(1) else { return false };
        if !tally.count_quickly() {
            return false;
        }
        self.unlooked.set(unlooked);
        true
    }

    /// The same for a function that has not been called since the last flush or in this request, for special ones, and for
    /// each 1,024th call. The second answer: is a flush due?
    pub fn count_slowly(&self, number: u32, meet: impl Meet, now: impl FnOnce() -> u64) -> (Found, bool) {
        let (found, tally) = self.meet(number, meet);
        if let Some(tally) = tally {
            self.count_untimed(tally);
        }
        let mut due = false;
        if self.unlooked.get() == 0 && self.with(|account| account.on) {
            self.unlooked.set(LOOK);
            due = self.is_past(now());
        }
        (found, due)
    }

    /// Is a flush due for those who wait?
    pub fn is_due(&self, now: impl FnOnce() -> u64) -> bool {
        self.with(|account| account.on && (account.waiting.is_pressing() || self.is_past(now())))
    }

    fn is_past(&self, now: u64) -> bool {
        seconds(now) >= self.due.get()
    }

    /// What was counted has been sent, or could not be: not again too soon.
    pub fn flushed(&self, now: u64) {
        self.due.set(seconds(now + 500_000_000) + EVERY);
    }

    /// Nothing of the request runs any more. Answers how long it took.
    pub fn request_end(&self, now: u64) -> u64 {
        // `exit`, fatal errors and time-outs end calls without a word.
        while let Some(open) = self.calls.pop_any() {
            self.settle(open, false, now);
        }
        self.calls.forget_strays(|tally| self.count_untimed(tally));
        self.with(|account| {
            account.ids.clear();
            now.saturating_sub(account.began)
        })
    }

    /// This process is a fork. Called in the middle of it, so as little as possible is done: nothing is found without
    /// asking the account, which then starts anew. Many a fork only makes room for another program.
    pub fn forked(&self) {
        if let Ok(mut account) = self.account.try_borrow_mut() {
            // No request has run here, as in the master of php-fpm: nothing is the parent's, and nobody would start anew.
            let Some(account) = &mut *account else { return };
            account.inherited = true;
        }
        self.calls.forked();
        self.unlooked.set(0);
    }

    /// What was counted before the fork belongs to the parent.
    fn start_over(&self, account: &mut Account) {
        self.calls.clear();
        self.dirty.borrow_mut().clear();
        account.functions.start_over();
        account.statements.clear();
        account.waiting.clear();
    }

    /// Is there nothing to send?
    pub fn is_empty(&self) -> bool {
        self.dirty.borrow().is_empty() && self.with(|account| account.functions.all_looked_at() && account.statements.is_empty() && account.waiting.is_empty())
    }

    /// Appends the next messages; `false` when there are none.
    pub fn encode_next(&self, out: &mut Vec<u8>) -> Result<bool, EncodeError> {
        self.with(|account| {
            Ok(
                account.functions.encode_next(&mut self.dirty.borrow_mut(), out)?
                    || account.statements.encode_next(out)?
                    || account.waiting.encode_next(out)?,
            )
        })
    }

    /// The process or its thread ends: frees everything.
    pub fn close(&self) {
        self.calls.clear();
        self.dirty.take();
        self.account.take();
    }
}

fn seconds(nanoseconds: u64) -> i64 {
    (nanoseconds / 1_000_000_000).cast_signed()
}

impl Account {
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// The function's word in the table, made at its first call.
    fn meet(&mut self, number: u32, meet: impl Meet) -> u32 {
        if !self.on {
            return word::UNMET;
        }
        let place = number as usize;
        if self.ids.len() <= place {
            self.ids.resize(place + 1, word::UNMET);
        }
        if self.ids[place] == word::UNMET {
            self.ids[place] = word::NO_ROOM;
            meet(&mut |met| {
                let generator = if met.generator { word::GENERATOR } else { 0 };
                if let Some(id) = self.functions.id(met.identity, met.weaving) {
                    self.ids[place] = id | generator;
                }
            });
        }
        if self.ids[place] == word::NO_ROOM {
            self.waiting.lose(1);
        }
        self.ids[place]
    }

    /// Adds a message with so many bytes of text, or counts it as lost.
    pub fn push(&mut self, message: Message, bytes: usize) -> bool {
        self.on && self.waiting.push(message, bytes)
    }

    /// A function was woven in this process. `unasked`: report it even if it is never called.
    pub fn woven(&mut self, identity: Identity, weaving: Weaving, unasked: bool) {
        if let Some(id) = self.functions.id(identity, weaving)
            && unasked
        {
            self.functions.report_unasked(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use weft_wire::{Calls, Decoder};

    use super::*;

    fn met(function: &str) -> impl Meet {
        move |take| take(of(function, false))
    }

    fn generator(function: &str) -> impl Meet {
        move |take| take(of(function, true))
    }

    fn of(function: &str, generator: bool) -> Met<'_> {
        Met {
            identity: Identity {
                class: b"",
                function: function.as_bytes(),
                file: b"/f.php",
                line: 1,
            },
            weaving: Weaving {
                wrapper: "time",
                join: "splice",
                rule: None,
            },
            generator,
        }
    }

    fn recorder() -> Recorder {
        let recorder = Recorder::new();
        recorder.request_start(true, || 0);
        recorder
    }

    fn leave(recorder: &Recorder, frame: usize, failed: bool, now: u64) -> bool {
        if failed {
            recorder.end_now(|stamp| stamp.set(now));
        } else if recorder.leave(frame, |stamp| stamp.set(now)) {
            return false;
        }
        recorder.leave_slowly(frame, failed)
    }

    /// A request's functions by their numbers, with what woven code keeps of them.
    #[derive(Default)]
    struct Request(std::collections::HashMap<u32, Kept<Tally>>);

    impl Request {
        fn enter(&mut self, recorder: &Recorder, number: u32, frame: usize, meet: impl Meet, now: u64) {
            if let Some(tally) = self.0.get(&number)
                && recorder.enter(*tally, frame, |stamp| stamp.set(now))
            {
                return;
            }
            if let Found::Plain(tally) = recorder.enter_slowly(number, frame, meet, |stamp| stamp.set(now)) {
                self.0.insert(number, tally);
            }
        }

        fn count(&mut self, recorder: &Recorder, number: u32, meet: impl Meet, now: u64) -> bool {
            if let Some(tally) = self.0.get(&number)
                && recorder.count(*tally)
            {
                return false;
            }
            let (found, due) = recorder.count_slowly(number, meet, || now);
            if let Found::Plain(tally) = found {
                self.0.insert(number, tally);
            }
            due
        }
    }

    /// Calls by the function's name.
    fn sent(recorder: &Recorder) -> Vec<(String, Calls)> {
        let mut out = Vec::new();
        while recorder.encode_next(&mut out).unwrap() {}
        let mut decoder = Decoder::new();
        decoder.feed(&out);
        let mut names = Vec::new();
        let mut found = Vec::new();
        while let Some(message) = decoder.next().unwrap() {
            match message {
                Message::Functions(list) => names.extend(list.into_iter().map(|function| (function.id, function.name))),
                Message::Calls(list) => {
                    for calls in list {
                        let name = &names.iter().find(|(id, _)| *id == calls.id).unwrap().1;
                        found.push((name.clone(), calls));
                    }
                }
                _ => {}
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn self_time_is_without_woven_callees() {
        let (recorder, mut request) = (recorder(), Request::default());
        for _ in 0..2 {
            request.enter(&recorder, 0, 1, met("outer"), 100);
            request.enter(&recorder, 1, 2, met("inner"), 110);
            leave(&recorder, 2, true, 140);
            leave(&recorder, 1, false, 200);
        }
        let sent = sent(&recorder);
        let [(_, inner), (_, outer)] = &sent[..] else { panic!("{sent:?}") };
        assert_eq!((outer.calls, outer.total_ns, outer.self_ns, outer.errors), (2, 200, 140, 0));
        assert_eq!((inner.calls, inner.total_ns, inner.self_ns, inner.errors), (2, 60, 60, 2));
    }

    #[test]
    fn recursion_adds_up() {
        let (recorder, mut request) = (recorder(), Request::default());
        request.enter(&recorder, 0, 1, met("f"), 0);
        request.enter(&recorder, 0, 2, met("f"), 10);
        leave(&recorder, 2, false, 20);
        leave(&recorder, 1, false, 50);
        let sent = sent(&recorder);
        assert_eq!((sent[0].1.calls, sent[0].1.total_ns, sent[0].1.self_ns, sent[0].1.max_ns), (2, 60, 50, 50));
    }

    #[test]
    fn the_time_of_a_generator_is_none_of_its_own() {
        let (recorder, mut request) = (recorder(), Request::default());
        let items = |now: u64| match recorder.enter_slowly(1, 2, generator("items"), |stamp| stamp.set(now)) {
            Found::Generator(Some(mark)) => mark,
            _ => panic!("no generator"),
        };
        request.enter(&recorder, 0, 1, met("consumer"), 0);
        let first = items(10);
        let second = items(20);
        // Callees of the generator's body are the consumer's, who drives it.
        request.enter(&recorder, 2, 4, met("callee"), 25);
        leave(&recorder, 4, false, 35);
        recorder.leave_generator(second, false, |stamp| stamp.set(40));
        leave(&recorder, 1, false, 50);
        recorder.leave_generator(first, true, |stamp| stamp.set(90));
        let sent = sent(&recorder);
        let [(_, callee), (_, consumer), (_, items)] = &sent[..] else {
            panic!("{sent:?}")
        };
        assert_eq!((callee.total_ns, callee.self_ns), (10, 10));
        assert_eq!((consumer.total_ns, consumer.self_ns), (50, 40));
        assert_eq!((items.calls, items.errors, items.total_ns, items.self_ns), (2, 1, 100, 0));
    }

    #[test]
    fn what_never_left_is_counted_at_the_end() {
        let (recorder, mut request) = (recorder(), Request::default());
        request.enter(&recorder, 0, 1, met("main"), 10);
        request.enter(&recorder, 1, 2, met("exits"), 20);
        request.enter(&recorder, 2, 3, generator("dropped"), 30);
        assert_eq!(recorder.request_end(50), 50);
        let sent = sent(&recorder);
        let [(_, dropped), (_, exits), (_, main)] = &sent[..] else {
            panic!("{sent:?}")
        };
        assert_eq!((dropped.calls, dropped.total_ns, dropped.durations.count()), (1, 0, 0));
        assert_eq!((exits.calls, exits.total_ns), (1, 30));
        assert_eq!((main.total_ns, main.self_ns), (40, 10));
    }

    #[test]
    fn numbers_are_of_one_request_and_ids_of_all() {
        let (recorder, mut request) = (recorder(), Request::default());
        request.enter(&recorder, 0, 1, met("a"), 0);
        leave(&recorder, 1, false, 1);
        recorder.request_end(2);
        recorder.request_start(true, || 3);
        let mut request = Request::default();
        request.enter(&recorder, 0, 1, met("b"), 3);
        leave(&recorder, 1, false, 4);
        request.count(&recorder, 1, met("a"), 0);
        let sent = sent(&recorder);
        assert_eq!(
            sent.iter().map(|(name, calls)| (name.as_str(), calls.calls)).collect::<Vec<_>>(),
            [("a", 2), ("b", 1)]
        );
    }

    #[test]
    fn nothing_is_kept_without_a_reader() {
        let (recorder, mut request) = (Recorder::new(), Request::default());
        recorder.request_start(false, || panic!("no need of a clock"));
        request.enter(&recorder, 0, 1, met("f"), 0);
        assert!(!leave(&recorder, 1, false, u64::MAX / 2));
        assert!(!request.count(&recorder, 0, met("f"), u64::MAX / 2));
        assert!(!recorder.with(|account| account.push(Message::Lost { signals: 1 }, 0)));
        assert!(request.0.is_empty());
        assert!(sent(&recorder).is_empty());
    }

    #[test]
    fn a_flush_is_due_about_every_second() {
        const SECOND: u64 = 1_000_000_000;
        let (recorder, mut request) = (recorder(), Request::default());
        request.enter(&recorder, 0, 1, met("f"), 0);
        assert!(!leave(&recorder, 1, false, SECOND - 1));
        request.enter(&recorder, 0, 1, met("f"), SECOND);
        assert!(leave(&recorder, 1, false, SECOND));
        recorder.flushed(SECOND);
        assert!(!recorder.is_due(|| SECOND + SECOND / 2));
        let due = (0..3 * (LOOK + 1)).filter(|_| request.count(&recorder, 0, met("f"), 2 * SECOND)).count();
        assert_eq!(due, 3);
        assert_eq!(sent(&recorder)[0].1.calls, u64::from(2 + 3 * (LOOK + 1)));
        recorder.flushed(SECOND + SECOND / 2);
        assert!(!recorder.is_due(|| 3 * SECOND - 1));
        assert!(recorder.is_due(|| 3 * SECOND));
    }

    #[test]
    fn a_fork_starts_clean() {
        let (recorder, mut request) = (recorder(), Request::default());
        request.count(&recorder, 0, met("f"), 0);
        request.enter(&recorder, 0, 1, met("f"), 0);
        recorder.with(|account| account.push(Message::Lost { signals: 1 }, 0));
        recorder.forked();
        // The parent reports the call that began before the fork.
        leave(&recorder, 1, false, 5);
        request.count(&recorder, 0, met("f"), 0);
        request.enter(&recorder, 0, 2, met("f"), 0);
        leave(&recorder, 2, false, 5);
        let sent = sent(&recorder);
        assert_eq!((sent[0].1.calls, sent[0].1.total_ns), (2, 5));
    }

    #[test]
    fn a_fork_before_the_first_request_counts_as_any_process_does() {
        let (recorder, mut request) = (Recorder::new(), Request::default());
        recorder.forked();
        recorder.request_start(true, || 0);
        request.enter(&recorder, 0, 1, met("f"), 0);
        leave(&recorder, 1, false, 5);
        let sent = sent(&recorder);
        assert_eq!((sent[0].1.calls, sent[0].1.total_ns), (1, 5));
    }
}
