//! What one thread counts between two flushes.

use weft_wire::{EncodeError, Message};

use super::functions::{Functions, Identity, Weaving};
use super::open::{Open, OpenCalls};
use super::waiting::Waiting;

/// How often what was counted is sent while a request lasts, in nanoseconds.
const EVERY: u64 = 1_000_000_000;
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

/// By the number of a function in this request: its id in this process, or one of the words below.
mod word {
    /// Not called yet.
    pub const UNMET: u32 = u32::MAX;
    /// There are too many functions.
    pub const NO_ROOM: u32 = u32::MAX - 1;
    /// Added to the id of a generator.
    pub const GENERATOR: u32 = 1 << 31;
    /// Those below are ids and nothing else.
    pub const SPECIAL: u32 = GENERATOR;
}

#[derive(Debug, Default)]
pub struct Recorder {
    /// Is there anybody to report to?
    on: bool,
    ids: Vec<u32>,
    calls: OpenCalls,
    pub functions: Functions,
    pub waiting: Waiting,
    /// When the next flush is due.
    due: u64,
    /// Calls since the clock was last looked at by those who do not read it.
    unlooked: u32,
    /// When the request began.
    began: u64,
    /// Is all of this a forked process's copy of its parent's account?
    inherited: bool,
}

impl Recorder {
    pub fn is_on(&self) -> bool {
        self.on
    }

    pub fn request_start(&mut self, on: bool, now: impl FnOnce() -> u64) {
        self.on = on;
        if on {
            self.began = now();
            self.due = self.began + EVERY;
        }
    }

    /// A call begins. Answers its token, 0 when it is not timed. `meet` tells of the function, if it is its first call.
    #[inline]
    pub fn enter(&mut self, number: u32, meet: impl FnOnce(&mut dyn FnMut(Met)), now: impl FnOnce() -> u64) -> i64 {
        match self.ids.get(number as usize) {
            Some(&id) if id < word::SPECIAL && !self.calls.is_full() => self.calls.push(id, now()),
            _ => self.enter_slowly(number, meet, now),
        }
    }

    #[cold]
    #[inline(never)]
    fn enter_slowly(&mut self, number: u32, meet: impl FnOnce(&mut dyn FnMut(Met)), now: impl FnOnce() -> u64) -> i64 {
        let Some(id) = self.meet(number, meet) else { return 0 };
        let functions = &mut self.functions;
        if id & word::GENERATOR != 0 {
            return self.calls.push_apart(id & !word::GENERATOR, now(), |function| functions.count(function));
        }
        if self.calls.is_full() {
            self.calls.make_room(|function| functions.count(function));
        }
        self.calls.push(id, now())
    }

    /// The function's word in the table, made at its first call.
    fn meet(&mut self, number: u32, meet: impl FnOnce(&mut dyn FnMut(Met))) -> Option<u32> {
        self.own();
        if !self.on {
            return None;
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
            return None;
        }
        Some(self.ids[place])
    }

    /// A call ends. Answers whether a flush is due.
    #[inline]
    pub fn leave(&mut self, token: i64, failed: bool, now: impl FnOnce() -> u64) -> bool {
        match self.calls.pop(token) {
            Some(open) => {
                let now = now();
                self.settle(open, now, failed);
                now >= self.due
            }
            None => self.leave_slowly(token, failed, now()),
        }
    }

    #[inline]
    fn settle(&mut self, open: Open, now: u64, failed: bool) {
        let total = now.saturating_sub(open.start);
        if open.shared {
            self.functions.record(open.function, total, 0, failed);
        } else {
            self.calls.add_inner(total);
            self.functions.record(open.function, total, total.saturating_sub(open.inner), failed);
        }
    }

    #[cold]
    #[inline(never)]
    fn leave_slowly(&mut self, token: i64, failed: bool, now: u64) -> bool {
        let functions = &mut self.functions;
        if let Some(open) = self.calls.remove(token, |function| functions.count(function)) {
            self.settle(open, now, failed);
        }
        self.on && now >= self.due
    }

    /// A call that is not timed. Answers whether a flush is due.
    #[inline]
    pub fn count(&mut self, number: u32, meet: impl FnOnce(&mut dyn FnMut(Met)), now: impl FnOnce() -> u64) -> bool {
        match self.ids.get(number as usize) {
            Some(&id) if id < word::SPECIAL => self.functions.count(id),
            _ => self.count_slowly(number, meet),
        }
        self.unlooked += 1;
        self.unlooked >= LOOK && self.look(now())
    }

    #[cold]
    #[inline(never)]
    fn count_slowly(&mut self, number: u32, meet: impl FnOnce(&mut dyn FnMut(Met))) {
        if let Some(id) = self.meet(number, meet) {
            self.functions.count(id & !word::GENERATOR);
        }
    }

    #[cold]
    #[inline(never)]
    fn look(&mut self, now: u64) -> bool {
        self.unlooked = 0;
        self.on && now >= self.due
    }

    /// Adds a message with so many bytes of text, or counts it as lost.
    pub fn push(&mut self, message: Message, bytes: usize) -> bool {
        self.on && self.waiting.push(message, bytes)
    }

    /// Is a flush due for those who wait?
    pub fn is_due(&self, now: impl FnOnce() -> u64) -> bool {
        self.on && (self.waiting.is_pressing() || now() >= self.due)
    }

    /// What was counted has been sent, or could not be: not again too soon.
    pub fn flushed(&mut self, now: u64) {
        self.due = now + EVERY;
    }

    /// A function was woven in this process.
    pub fn woven(&mut self, identity: Identity, weaving: Weaving, unasked: bool) {
        if let Some(id) = self.functions.id(identity, weaving)
            && unasked
        {
            self.functions.report_unasked(id);
        }
    }

    /// Nothing of the request runs any more. Answers how long it took.
    pub fn request_end(&mut self, now: u64) -> u64 {
        // `exit`, fatal errors and time-outs end calls without a word.
        while let Some(open) = self.calls.pop_any() {
            self.settle(open, now, false);
        }
        let functions = &mut self.functions;
        self.calls.forget_strays(|function| functions.count(function));
        self.ids.clear();
        now.saturating_sub(self.began)
    }

    /// This process is a fork. Called in the middle of it, so as little as possible is done: each function becomes unmet,
    /// and [`Self::own`] does the rest when it is met again. Many a fork only makes room for another program.
    pub fn forked(&mut self) {
        self.ids.clear();
        self.calls.clear();
        self.inherited = true;
    }

    /// Starts anew in a forked process: what was counted before belongs to its parent.
    pub fn own(&mut self) {
        if std::mem::take(&mut self.inherited) {
            self.functions.start_over();
            self.waiting.clear();
            self.unlooked = 0;
        }
    }

    /// Is there nothing to send?
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.waiting.is_empty()
    }

    /// Appends the next messages; `false` when there are none.
    pub fn encode_next(&mut self, out: &mut Vec<u8>) -> Result<bool, EncodeError> {
        Ok(self.functions.encode_next(out)? || self.waiting.encode_next(out)?)
    }
}

#[cfg(test)]
mod tests {
    use weft_wire::{Calls, Decoder};

    use super::*;

    fn met(function: &str) -> impl FnOnce(&mut dyn FnMut(Met)) {
        move |take| take(of(function, false))
    }

    fn generator(function: &str) -> impl FnOnce(&mut dyn FnMut(Met)) {
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
            },
            generator,
        }
    }

    fn recorder() -> Recorder {
        let mut recorder = Recorder::default();
        recorder.request_start(true, || 0);
        recorder
    }

    /// Calls by the function's name.
    fn sent(recorder: &mut Recorder) -> Vec<(String, Calls)> {
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
        let mut recorder = recorder();
        let outer = recorder.enter(0, met("outer"), || 100);
        let inner = recorder.enter(1, met("inner"), || 110);
        recorder.leave(inner, true, || 140);
        recorder.leave(outer, false, || 200);
        let sent = sent(&mut recorder);
        let of = |name: &str| sent.iter().find(|(found, _)| found == name).unwrap().1.clone();
        assert_eq!((of("outer").total_ns, of("outer").self_ns, of("outer").errors), (100, 70, 0));
        assert_eq!((of("inner").total_ns, of("inner").self_ns, of("inner").errors), (30, 30, 1));
    }

    #[test]
    fn recursion_adds_up() {
        let mut recorder = recorder();
        let outer = recorder.enter(0, met("f"), || 0);
        let inner = recorder.enter(0, met("f"), || 10);
        recorder.leave(inner, false, || 20);
        recorder.leave(outer, false, || 50);
        let sent = sent(&mut recorder);
        assert_eq!((sent[0].1.calls, sent[0].1.total_ns, sent[0].1.self_ns, sent[0].1.max_ns), (2, 60, 50, 50));
    }

    #[test]
    fn the_time_of_a_generator_is_none_of_its_own() {
        let mut recorder = recorder();
        let consumer = recorder.enter(0, met("consumer"), || 0);
        let first = recorder.enter(1, generator("items"), || 10);
        let second = recorder.enter(1, generator("items"), || 20);
        // Callees of the generator's body are the consumer's, who drives it.
        let callee = recorder.enter(2, met("callee"), || 25);
        recorder.leave(callee, false, || 35);
        recorder.leave(second, false, || 40);
        recorder.leave(consumer, false, || 50);
        recorder.leave(first, false, || 90);
        let sent = sent(&mut recorder);
        let [(_, callee), (_, consumer), (_, items)] = &sent[..] else {
            panic!("{sent:?}")
        };
        assert_eq!((callee.total_ns, callee.self_ns), (10, 10));
        assert_eq!((consumer.total_ns, consumer.self_ns), (50, 40));
        assert_eq!((items.calls, items.total_ns, items.self_ns), (2, 100, 0));
    }

    #[test]
    fn what_never_left_is_counted_at_the_end() {
        let mut recorder = recorder();
        recorder.enter(0, met("main"), || 10);
        recorder.enter(1, met("exits"), || 20);
        recorder.enter(2, generator("dropped"), || 30);
        assert_eq!(recorder.request_end(50), 50);
        let sent = sent(&mut recorder);
        let [(_, dropped), (_, exits), (_, main)] = &sent[..] else {
            panic!("{sent:?}")
        };
        assert_eq!((dropped.calls, dropped.total_ns, dropped.durations.count()), (1, 0, 0));
        assert_eq!((exits.calls, exits.total_ns), (1, 30));
        assert_eq!((main.total_ns, main.self_ns), (40, 10));
    }

    #[test]
    fn numbers_are_of_one_request_and_ids_of_all() {
        let mut recorder = recorder();
        let token = recorder.enter(0, met("a"), || 0);
        recorder.leave(token, false, || 1);
        recorder.request_end(2);
        recorder.request_start(true, || 3);
        let token = recorder.enter(0, met("b"), || 3);
        recorder.leave(token, false, || 4);
        recorder.count(1, met("a"), || 0);
        let sent = sent(&mut recorder);
        assert_eq!(
            sent.iter().map(|(name, calls)| (name.as_str(), calls.calls)).collect::<Vec<_>>(),
            [("a", 2), ("b", 1)]
        );
    }

    #[test]
    fn nothing_is_kept_without_a_reader() {
        let mut recorder = Recorder::default();
        recorder.request_start(false, || panic!("no need of a clock"));
        assert_eq!(recorder.enter(0, met("f"), || 0), 0);
        assert!(!recorder.leave(0, false, || u64::MAX));
        assert!(!recorder.count(0, met("f"), || u64::MAX));
        assert!(!recorder.push(Message::Lost { signals: 1 }, 0));
        assert!(sent(&mut recorder).is_empty());
    }

    #[test]
    fn a_flush_is_due_every_second() {
        let mut recorder = recorder();
        let token = recorder.enter(0, met("f"), || 0);
        assert!(!recorder.leave(token, false, || EVERY - 1));
        let token = recorder.enter(0, met("f"), || EVERY);
        assert!(recorder.leave(token, false, || EVERY));
        recorder.flushed(EVERY);
        let due = (0..3 * LOOK).filter(|_| recorder.count(0, met("f"), || 2 * EVERY)).count();
        assert_eq!(due, 3);
    }

    #[test]
    fn a_fork_starts_clean() {
        let mut recorder = recorder();
        let token = recorder.enter(0, met("f"), || 0);
        recorder.count(0, met("f"), || 0);
        recorder.push(Message::Lost { signals: 1 }, 0);
        recorder.forked();
        // The parent reports the call that began before the fork.
        recorder.leave(token, false, || 5);
        recorder.own();
        assert!(sent(&mut recorder).is_empty());
        recorder.count(0, met("f"), || 0);
        assert_eq!(sent(&mut recorder)[0].1.calls, 1);
    }
}
