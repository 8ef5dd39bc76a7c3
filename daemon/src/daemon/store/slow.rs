//! Samples of what took long.

use std::sync::Arc;

/// A call or a request that took long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slow {
    /// Milliseconds since 1970.
    pub at_ms: u64,
    /// The service's number.
    pub service: u32,
    /// The function's number; none for a request as a whole.
    pub function: Option<u32>,
    /// How long it took.
    pub ns: u64,
    /// The URI or the script of the request that it was in.
    pub subject: String,
    /// HTTP status, or exit code.
    pub status: u16,
    /// The process.
    pub pid: u32,
    /// What ran PHP.
    pub sapi: Arc<str>,
}

/// The last of them.
#[derive(Debug)]
pub struct SlowCalls {
    kept: Vec<Slow>,
    /// How many there ever were.
    seen: u64,
    /// Those from this one on are not on the disk.
    saved: u64,
    /// How many are kept.
    pub limit: usize,
}

impl SlowCalls {
    /// None.
    pub fn new(limit: usize) -> Self {
        SlowCalls {
            kept: Vec::new(),
            seen: 0,
            saved: 0,
            limit,
        }
    }

    /// Adds one; had another one to go for it?
    pub fn add(&mut self, slow: Slow) -> bool {
        let place = self.place(self.seen);
        self.seen += 1;
        match self.kept.get_mut(place) {
            Some(kept) => {
                *kept = slow;
                true
            }
            None => {
                self.kept.push(slow);
                false
            }
        }
    }

    fn place(&self, number: u64) -> usize {
        (number % self.limit as u64) as usize
    }

    /// Those with numbers from `from` on that are still there, oldest first.
    pub fn since(&self, from: u64) -> impl DoubleEndedIterator<Item = (u64, &Slow)> {
        let first = from.max(self.seen.saturating_sub(self.kept.len().min(self.limit) as u64));
        (first..self.seen).filter_map(|number| Some((number, self.kept.get(self.place(number))?)))
    }

    /// The number that the next one gets.
    pub fn next(&self) -> u64 {
        self.seen
    }

    /// Those that the disk has not; they count as saved from now on. With the places that they take there.
    pub fn unsaved(&mut self) -> Vec<(u64, Slow)> {
        let list = self.since(self.saved).map(|(number, slow)| (self.place(number) as u64, slow.clone())).collect();
        self.saved = self.seen;
        list
    }

    /// As the disk has them.
    pub fn restore(&mut self, mut list: Vec<Slow>) {
        list.sort_by_key(|slow| slow.at_ms);
        for slow in list {
            self.add(slow);
        }
        self.saved = self.seen;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(at_ms: u64) -> Slow {
        Slow {
            at_ms,
            service: 0,
            function: None,
            ns: 1,
            subject: String::new(),
            status: 200,
            pid: 1,
            sapi: "cli".into(),
        }
    }

    #[test]
    fn the_last_ones_are_kept() {
        let mut calls = SlowCalls::new(3);
        let gone = (0..5).filter(|&at| calls.add(slow(at))).count();
        assert_eq!(gone, 2);
        let kept = |calls: &SlowCalls, from| calls.since(from).map(|(number, slow)| (number, slow.at_ms)).collect::<Vec<_>>();
        assert_eq!(kept(&calls, 0), [(2, 2), (3, 3), (4, 4)]);
        assert_eq!(kept(&calls, 4), [(4, 4)]);
        assert_eq!(calls.unsaved().len(), 3);
        calls.add(slow(9));
        assert_eq!(calls.unsaved(), [(2, slow(9))]);
    }
}
