//! What was counted minute by minute, small: the last hours of ten thousand functions.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// What all minutes together may take, in bytes; the oldest go first.
const MAX_BYTES: usize = 24 << 20;

/// One function, or one service's requests, in one minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The function's number, or the service's.
    pub number: u32,
    /// Calls that ended.
    pub calls: u32,
    /// Those of them that failed.
    pub errors: u32,
    /// Time that they took together, in seconds.
    pub seconds: f32,
    /// Half of them took no longer, in seconds.
    pub p50: f32,
    /// 95 of 100 took no longer, in seconds.
    pub p95: f32,
}

/// A minute that is over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Minute {
    /// Minutes since 1970.
    pub start: u64,
    /// Functions that were called, by ascending number.
    pub functions: Box<[Cell]>,
    /// Services that had requests, by ascending number.
    pub services: Box<[Cell]>,
}

impl Minute {
    fn bytes(&self) -> usize {
        size_of::<Self>() + (self.functions.len() + self.services.len()) * size_of::<Cell>()
    }
}

/// The minutes that are kept, oldest first.
#[derive(Debug, Default)]
pub struct Timeline {
    minutes: VecDeque<Minute>,
    bytes: usize,
}

impl Timeline {
    /// Adds one that is over; answers those that had to go for it.
    pub fn push(&mut self, minute: Minute, keep: usize) -> Vec<u64> {
        self.bytes += minute.bytes();
        self.minutes.push_back(minute);
        let mut gone = Vec::new();
        while self.minutes.len() > keep || (self.bytes > MAX_BYTES && self.minutes.len() > 1) {
            if let Some(minute) = self.minutes.pop_front() {
                self.bytes -= minute.bytes();
                gone.push(minute.start);
            }
        }
        gone
    }

    /// The minutes, oldest first.
    pub fn minutes(&self) -> impl DoubleEndedIterator<Item = &Minute> {
        self.minutes.iter()
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The cell of this number, among cells by ascending number.
pub fn cell(cells: &[Cell], number: u32) -> Option<&Cell> {
    cells.binary_search_by_key(&number, |cell| cell.number).ok().map(|at| &cells[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(start: u64, cells: usize) -> Minute {
        Minute {
            start,
            functions: (0..cells as u32).map(|number| Cell { number, ..Cell::default() }).collect(),
            services: Box::default(),
        }
    }

    #[test]
    fn the_oldest_go_first() {
        let mut timeline = Timeline::default();
        assert!(timeline.push(minute(1, 1), 2).is_empty());
        assert!(timeline.push(minute(2, 1), 2).is_empty());
        assert_eq!(timeline.push(minute(3, 1), 2), [1]);
        assert_eq!(timeline.minutes().map(|minute| minute.start).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(cell(&timeline.minutes[0].functions, 0).map(|cell| cell.number), Some(0));
        assert_eq!(cell(&timeline.minutes[0].functions, 1), None);
    }

    #[test]
    fn ten_thousand_functions_fit_for_an_hour_and_a_half() {
        let mut timeline = Timeline::default();
        let kept = (0..200).map(|start| timeline.push(minute(start, 10_000), 180).len()).sum::<usize>();
        assert!(timeline.bytes() <= MAX_BYTES);
        assert_eq!(200 - kept, timeline.minutes.len());
        assert!(timeline.minutes.len() >= 90, "{}", timeline.minutes.len());
    }
}
