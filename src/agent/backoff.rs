//! How long to leave a daemon alone that cannot be reached: one word for all workers of a server.
//!
//! The word holds how often in a row it failed, until when nobody tries, and whether a connection is on probation. Who
//! changes it by compare-and-swap is the one who tries for all; the others see the pause that he has put there and go on.

use std::sync::atomic::{AtomicU64, Ordering};

/// After the first failure, in milliseconds.
const SHORTEST: u64 = 10;
/// However often it failed.
const LONGEST: u64 = 60_000;
/// A connection that did not last for so long (milliseconds) counts as a failure to connect.
const STEADY: u64 = 1_000;
/// After this many failures the pause is the longest.
const MOST: u64 = 14;
/// Marks a word that stands for a connection which was made after failures, and has yet to last.
const PROBATION: u64 = 1 << 63;

/// The word, wherever it is.
#[derive(Clone, Copy, Debug)]
pub struct Backoff(&'static AtomicU64);

/// May one try to connect?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attempt {
    /// Nothing is known against it.
    Free,
    /// This process, for all: the failure is booked already, [`Backoff::connected`] takes it back.
    Probe,
    /// Not now.
    No,
}

/// What a word says. All zeros: nothing failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct State {
    failures: u64,
    /// Milliseconds: nobody tries before; on probation, since when.
    at: u64,
    probation: bool,
}

impl State {
    fn of(word: u64) -> Self {
        Self {
            failures: word & 0xff,
            at: (word & !PROBATION) >> 8,
            probation: word & PROBATION != 0,
        }
    }

    fn word(self) -> u64 {
        self.failures.min(0xff) | ((self.at << 8) & !PROBATION) | if self.probation { PROBATION } else { 0 }
    }

    fn failed(self, now: u64) -> Self {
        // One that lasted has made good for what was before it.
        let before = if self.probation && now.saturating_sub(self.at) >= STEADY {
            0
        } else {
            self.failures
        };
        Self {
            failures: (before + 1).min(MOST),
            at: now + pause(before),
            probation: false,
        }
    }
}

/// How long nobody tries after one more failure than so many.
fn pause(failures: u64) -> u64 {
    (SHORTEST << failures.min(MOST)).min(LONGEST)
}

const fn milliseconds(nanoseconds: u64) -> u64 {
    nanoseconds / 1_000_000
}

impl Backoff {
    pub const fn new(word: &'static AtomicU64) -> Self {
        Self(word)
    }

    pub fn attempt(self, now: u64) -> Attempt {
        let (word, now) = (self.0.load(Ordering::Acquire), milliseconds(now));
        let state = State::of(word);
        if word == 0 || state.probation {
            return Attempt::Free;
        }
        if now < state.at {
            return Attempt::No;
        }
        let booked = self.0.compare_exchange(word, state.failed(now).word(), Ordering::AcqRel, Ordering::Acquire);
        if booked.is_ok() { Attempt::Probe } else { Attempt::No }
    }

    /// There was no connection, or it did not last. Answers whether this process is the one that booked it: the first of those
    /// who find out.
    pub fn failed(self, attempt: Attempt, now: u64) -> bool {
        if attempt == Attempt::Probe {
            return true;
        }
        let (word, now) = (self.0.load(Ordering::Acquire), milliseconds(now));
        let state = State::of(word);
        if !state.probation && word != 0 && now < state.at {
            return false;
        }
        self.0
            .compare_exchange(word, state.failed(now).word(), Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }

    /// Nobody tries for at least so many milliseconds: whoever is being started needs the time.
    pub fn pause_at_least(self, now: u64, milliseconds_more: u64) {
        let word = self.0.load(Ordering::Acquire);
        let state = State::of(word);
        let at = state.at.max(milliseconds(now) + milliseconds_more);
        let _ = self.0.compare_exchange(word, State { at, ..state }.word(), Ordering::AcqRel, Ordering::Acquire);
    }

    /// It will not do, for a reason that lasts: the longest pause.
    pub fn refused(self, now: u64) {
        let state = State {
            failures: MOST,
            at: milliseconds(now) + LONGEST,
            probation: false,
        };
        self.0.store(state.word(), Ordering::Release);
    }

    /// There is a connection: others may try, too, and if it does not last it was one more failure.
    pub fn connected(self, now: u64) {
        let word = self.0.load(Ordering::Acquire);
        let state = State::of(word);
        if word == 0 || state.probation {
            return;
        }
        // What was booked for this attempt is taken back.
        let on_probation = State {
            failures: state.failures.saturating_sub(1),
            at: milliseconds(now),
            probation: true,
        };
        let _ = self.0.compare_exchange(word, on_probation.word(), Ordering::AcqRel, Ordering::Acquire);
    }

    /// A connection that was begun at `since` is still there.
    pub fn lasts(self, since: u64, now: u64) {
        let word = self.0.load(Ordering::Acquire);
        // A failure that somebody else has just booked is not ours to forget.
        if word != 0 && State::of(word).probation && milliseconds(now) >= milliseconds(since) + STEADY {
            let _ = self.0.compare_exchange(word, 0, Ordering::AcqRel, Ordering::Acquire);
        }
    }
}

/// Is this a connection that did not last?
pub const fn is_short(since: u64, now: u64) -> bool {
    milliseconds(now.saturating_sub(since)) < STEADY
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    fn backoff() -> Backoff {
        Backoff::new(Box::leak(Box::new(AtomicU64::new(0))))
    }

    fn pause_of(backoff: Backoff, now: u64) -> u64 {
        State::of(backoff.0.load(Ordering::Relaxed)).at - now / MS
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        let backoff = backoff();
        assert_eq!(backoff.attempt(5 * MS), Attempt::Free);
        assert!(backoff.failed(Attempt::Free, 5 * MS));
        let mut now = 5 * MS;
        let mut pauses = vec![pause_of(backoff, now)];
        for _ in 0..14 {
            let until = now + pause_of(backoff, now) * MS;
            assert_eq!(backoff.attempt(until - MS), Attempt::No);
            assert_eq!(backoff.attempt(until), Attempt::Probe);
            // Who came a moment later.
            assert_eq!(backoff.attempt(until), Attempt::No);
            now = until;
            pauses.push(pause_of(backoff, now));
        }
        assert_eq!(
            pauses,
            [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480, 40_960, 60_000, 60_000]
        );
    }

    #[test]
    fn of_many_that_fail_at_once_one_books_it() {
        let backoff = backoff();
        let booked = (0..200).filter(|_| backoff.failed(Attempt::Free, 7 * MS)).count();
        assert_eq!((booked, pause_of(backoff, 7 * MS)), (1, 10));
    }

    #[test]
    fn a_connection_has_to_last() {
        let backoff = backoff();
        backoff.failed(Attempt::Free, 0);
        assert_eq!(backoff.attempt(10 * MS), Attempt::Probe);
        backoff.connected(10 * MS);
        assert_eq!(backoff.attempt(10 * MS), Attempt::Free);
        // It broke at once: the second failure in a row.
        assert!(backoff.failed(Attempt::Free, 20 * MS));
        assert_eq!(pause_of(backoff, 20 * MS), 20);
        assert_eq!(backoff.attempt(60 * MS), Attempt::Probe);
        backoff.connected(60 * MS);
        backoff.lasts(60 * MS, 1_000 * MS);
        assert_ne!(backoff.0.load(Ordering::Relaxed), 0);
        backoff.lasts(60 * MS, 1_060 * MS);
        assert_eq!(backoff.0.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn one_that_lasted_unseen_has_made_good_too() {
        let backoff = backoff();
        backoff.failed(Attempt::Free, 0);
        assert_eq!(backoff.attempt(10 * MS), Attempt::Probe);
        backoff.connected(10 * MS);
        assert!(backoff.failed(Attempt::Free, 5_000 * MS));
        assert_eq!(pause_of(backoff, 5_000 * MS), 10);
    }

    #[test]
    fn who_is_refused_asks_once_a_minute() {
        let backoff = backoff();
        backoff.refused(0);
        assert_eq!(backoff.attempt(59_999 * MS), Attempt::No);
        assert_eq!(backoff.attempt(60_000 * MS), Attempt::Probe);
    }

    #[test]
    fn who_is_started_gets_time() {
        let backoff = backoff();
        backoff.failed(Attempt::Free, 0);
        backoff.pause_at_least(0, 250);
        assert_eq!(backoff.attempt(249 * MS), Attempt::No);
        assert_eq!(backoff.attempt(250 * MS), Attempt::Probe);
    }
}
