//! What was counted of one function since it was last reported.

use std::cell::{Cell, RefCell};

use weft_wire::{Calls, Histogram};

/// The usual durations are counted in an array: those of the sixteen powers of two from 32 ns to 2 ms. The others take
/// the way through the histogram.
const USUAL: usize = 128;
const SHORTEST: u64 = 32;

#[derive(Debug)]
pub struct Tally {
    usual: [Cell<u32>; USUAL],
    total_ns: Cell<u64>,
    self_ns: Cell<u64>,
    max_ns: Cell<u64>,
    errors: Cell<u64>,
    /// Calls whose duration is not known.
    untimed: Cell<u64>,
    /// Is there something to report?
    dirty: Cell<bool>,
    pub id: u32,
    others: RefCell<Histogram>,
}

impl Tally {
    pub fn new(id: u32) -> Self {
        Self {
            usual: [const { Cell::new(0) }; USUAL],
            total_ns: Cell::new(0),
            self_ns: Cell::new(0),
            max_ns: Cell::new(0),
            errors: Cell::new(0),
            untimed: Cell::new(0),
            dirty: Cell::new(false),
            id,
            others: RefCell::new(Histogram::new()),
        }
    }

    /// Counts a call that took so long, if that is a matter of a few steps.
    #[inline(always)]
    pub fn record_quickly(&self, total_ns: u64, self_ns: u64) -> bool {
        let bucket = usize::from(Histogram::bucket_number(total_ns)).wrapping_sub(usize::from(Histogram::bucket_number(SHORTEST)));
        let Some(count) = self.usual.get(bucket) else { return false };
        if !self.dirty.get() {
            return false;
        }
        count.set(count.get().wrapping_add(1));
        self.add(total_ns, self_ns);
        true
    }

    #[inline(always)]
    fn add(&self, total_ns: u64, self_ns: u64) {
        self.total_ns.set(self.total_ns.get().wrapping_add(total_ns));
        self.self_ns.set(self.self_ns.get().wrapping_add(self_ns));
        if total_ns > self.max_ns.get() {
            self.max_ns.set(total_ns);
        }
    }

    /// Counts a call that took so long, whatever it takes. Answers whether there is something to report only now.
    pub fn record(&self, total_ns: u64, self_ns: u64) -> bool {
        let first = !self.dirty.replace(true);
        if !self.record_quickly(total_ns, self_ns) {
            self.others.borrow_mut().record(total_ns);
            self.add(total_ns, self_ns);
        }
        first
    }

    /// Counts a call whose duration is not known, if there is something to report already.
    #[inline(always)]
    pub fn count_quickly(&self) -> bool {
        let quickly = self.dirty.get();
        if quickly {
            self.untimed.set(self.untimed.get().wrapping_add(1));
        }
        quickly
    }

    /// The same in any case. Answers whether there is something to report only now.
    pub fn count(&self) -> bool {
        let first = !self.dirty.replace(true);
        self.count_quickly();
        first
    }

    /// Counts one of the recorded calls as failed.
    pub fn fail(&self) {
        self.errors.set(self.errors.get() + 1);
    }

    /// Hands over what was counted; the histogram should come back by [`Self::give_back`].
    pub fn take(&self) -> Calls {
        self.dirty.set(false);
        let mut durations = self.others.take();
        let first = Histogram::bucket_number(SHORTEST);
        for (number, count) in (first..).zip(&self.usual) {
            let count = count.take();
            if count > 0 {
                durations.record_many(Histogram::bucket(number).from, count);
            }
        }
        Calls {
            id: self.id,
            calls: self.untimed.take() + durations.count(),
            errors: self.errors.take(),
            total_ns: self.total_ns.take(),
            self_ns: self.self_ns.take(),
            max_ns: self.max_ns.take(),
            durations,
        }
    }

    /// The next durations find the room that these had.
    pub fn give_back(&self, mut durations: Histogram) {
        durations.clear();
        *self.others.borrow_mut() = durations;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_and_other_durations_come_to_the_same_as_a_histogram() {
        let tally = Tally::new(7);
        let mut expected = Histogram::new();
        let durations = [100, 101, 99, 5_000, 31, 32, 0, 2_097_151, 2_097_152, 3_000_000_000, u64::MAX];
        for (number, ns) in durations.into_iter().enumerate() {
            assert_eq!(tally.record(ns, 0), number == 0);
            expected.record(ns);
        }
        assert!(tally.record_quickly(32, 0));
        assert!(tally.record_quickly(2_097_151, 0));
        assert!(!tally.record_quickly(31, 0));
        assert!(!tally.record_quickly(2_097_152, 0));
        expected.record(32);
        expected.record(2_097_151);
        tally.fail();
        let calls = tally.take();
        assert_eq!((calls.id, calls.calls, calls.errors, calls.max_ns), (7, 13, 1, u64::MAX));
        assert_eq!(calls.durations, expected);
    }

    #[test]
    fn sums_add_up() {
        let tally = Tally::new(0);
        tally.record(100, 60);
        assert!(tally.record_quickly(50, 50));
        tally.record(10, 5);
        let calls = tally.take();
        assert_eq!((calls.calls, calls.total_ns, calls.self_ns, calls.max_ns), (3, 160, 115, 100));
    }

    #[test]
    fn the_first_after_each_report_is_told() {
        let tally = Tally::new(0);
        for _ in 0..2 {
            assert!(!tally.count_quickly());
            assert!(!tally.record_quickly(100, 0));
            assert!(tally.count());
            assert!(!tally.count());
            assert!(tally.count_quickly());
            assert!(!tally.record(5, 5));
            let calls = tally.take();
            assert_eq!((calls.calls, calls.total_ns, calls.durations.count()), (4, 5, 1));
            tally.give_back(calls.durations);
        }
        assert_eq!(tally.take().calls, 0);
    }
}
