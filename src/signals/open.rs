//! The calls that have begun and not yet ended.
//!
//! A call is known by its frame: while the call lasts, no other has that address. Only generators move, so theirs are
//! known by a mark. Calls usually end in the reverse order of their beginning, so they stand on a stack. Not all do: a
//! generator outlives the call that made it, a fiber is left and resumed, `exit` and fatal errors end what never comes
//! back. So whoever ends is searched for, unless it stands on top.

use std::cell::{Cell, RefCell};

use hashbrown::HashMap;

use super::tally::Tally;
use crate::zend::clock::Stamp;
use crate::zend::memory::Kept;

/// The innermost calls stand in an array of this size, with a place at its foot that is no call's.
const NEAR: usize = 1_024;
/// How many calls around those are kept.
const MAX_FAR: usize = 1 << 20;
/// How many calls are kept that do not stand on the stack.
const MAX_STRAYS: usize = 4_096;

/// A place for a call that has begun.
struct Place {
    frame: Cell<usize>,
    /// When the call began.
    start: Stamp,
    /// Time spent in woven callees that have ended.
    inner: Cell<u64>,
    tally: Cell<Option<Kept<Tally>>>,
}

impl Place {
    #[expect(clippy::declare_interior_mutable_const, reason = "a pattern to fill arrays with, never used as a place")]
    const EMPTY: Self = Self {
        frame: Cell::new(0),
        start: Stamp::new(),
        inner: Cell::new(0),
        tally: Cell::new(None),
    };
}

/// A call that has begun, away from the near stack.
#[derive(Clone, Copy)]
pub struct Open {
    frame: usize,
    pub start: u64,
    pub inner: u64,
    pub tally: Kept<Tally>,
    /// Is the time between start and end shared with others, so that none of it is the call's own (generators)?
    pub shared: bool,
}

/// All open calls of a thread.
pub struct OpenCalls {
    near: [Place; NEAR],
    /// Which place the innermost call has; 0 without any.
    top: Cell<usize>,
    rest: RefCell<Rest>,
}

#[derive(Default)]
struct Rest {
    /// The calls around those that are near, innermost last.
    far: Vec<Open>,
    /// By their frames or marks.
    strays: Option<HashMap<usize, Stray>>,
    strayed: u64,
    generators: usize,
}

struct Stray {
    open: Open,
    /// Later strays have greater numbers.
    number: u64,
}

impl OpenCalls {
    pub const fn new() -> Self {
        Self {
            near: [const { Place::EMPTY }; NEAR],
            top: Cell::new(0),
            rest: RefCell::new(Rest {
                far: Vec::new(),
                strays: None,
                strayed: 0,
                generators: 0,
            }),
        }
    }

    /// Begins a call. `begin` makes its start the present moment, when everything else is done. `false`: there is no room,
    /// or this is a fork; [`Self::make_room`] comes first.
    #[inline(always)]
    pub fn push(&self, frame: usize, tally: Kept<Tally>, begin: impl FnOnce(&Stamp)) -> bool {
        let top = self.top.get() + 1;
        let Some(place) = self.near.get(top) else { return false };
        self.top.set(top);
        place.frame.set(frame);
        place.tally.set(Some(tally));
        place.inner.set(0);
        begin(&place.start);
        true
    }

    /// The innermost call, if this is its frame, and its time and its own time until `end`.
    #[inline(always)]
    pub fn top(&self, frame: usize, end: &Stamp) -> Option<(Kept<Tally>, u64, u64)> {
        let place = self.near.get(self.top.get())?;
        if place.frame.get() != frame {
            return None;
        }
        let total = end.since(&place.start);
        Some((place.tally.get()?, total, total.wrapping_sub(place.inner.get())))
    }

    /// Takes the innermost call away: it took so long.
    #[inline(always)]
    pub fn pop(&self, total: u64) {
        let below = self.top.get().wrapping_sub(1);
        self.top.set(below);
        let around = &self.near[below % NEAR];
        around.inner.set(around.inner.get().wrapping_add(total));
    }

    /// Begins the call of a generator, which will not end before its caller does. Answers its mark, which is no frame's
    /// address.
    pub fn push_generator(&self, tally: Kept<Tally>, start: u64, mut forget: impl FnMut(Kept<Tally>)) -> usize {
        let mut rest = self.rest.borrow_mut();
        rest.generators += 1;
        let mark = rest.generators << 1 | 1;
        let open = Open {
            frame: mark,
            start,
            inner: 0,
            tally,
            shared: true,
        };
        rest.stray(open, &mut forget);
        mark
    }

    /// Ends the call of a generator.
    pub fn remove_generator(&self, mark: usize) -> Option<Open> {
        let mut rest = self.rest.borrow_mut();
        if self.is_forked() {
            return None;
        }
        Some(rest.strays.as_mut()?.remove(&mark)?.open)
    }

    /// Ends a call that is not the innermost one. What has begun since then goes on apart from the stack.
    pub fn remove(&self, frame: usize, mut forget: impl FnMut(Kept<Tally>)) -> Option<Open> {
        let mut rest = self.rest.borrow_mut();
        if self.is_forked() {
            return None;
        }
        self.credit_far(&mut rest);
        if let Some(stray) = rest.strays.as_mut().and_then(|strays| strays.remove(&frame)) {
            return Some(stray.open);
        }
        let near = (1..=self.top.get()).rev().find(|&place| self.near[place].frame.get() == frame);
        let far = || rest.far.iter().rposition(|open| open.frame == frame);
        let keep_far = match near {
            Some(_) => rest.far.len(),
            None => far()? + 1,
        };
        while self.top.get() > near.unwrap_or(0) {
            if let Some(open) = self.take_near() {
                rest.stray(open, &mut forget);
            }
        }
        while rest.far.len() > keep_far {
            if let Some(open) = rest.far.pop() {
                rest.stray(open, &mut forget);
            }
        }
        let open = if near.is_some() { self.take_near() } else { rest.far.pop() };
        drop(rest);
        self.bring_near();
        open
    }

    /// A call that ended by [`Self::remove`] took so long: its caller, now the innermost call, wants to know.
    pub fn add_inner(&self, ns: u64) {
        let place = &self.near[self.top.get() % NEAR];
        place.inner.set(place.inner.get().wrapping_add(ns));
    }

    /// Takes the outer half of the near calls away if there is no room for another.
    pub fn make_room(&self, mut forget: impl FnMut(Kept<Tally>)) {
        if self.top.get() + 1 != NEAR {
            return;
        }
        let mut rest = self.rest.borrow_mut();
        self.credit_far(&mut rest);
        let mut near = Vec::with_capacity(NEAR);
        while let Some(open) = self.take_near() {
            near.push(open);
        }
        near.reverse();
        let inner = near.split_off(near.len() / 2);
        rest.far.append(&mut near);
        if rest.far.len() > MAX_FAR {
            let half = rest.far.len() / 2;
            rest.far.drain(..half).for_each(|open| forget(open.tally));
        }
        drop(rest);
        inner.into_iter().for_each(|open| self.put_near(open));
    }

    /// Brings outer calls back when the inner ones have ended.
    fn bring_near(&self) {
        let mut rest = self.rest.borrow_mut();
        if self.top.get() > 0 || rest.far.is_empty() {
            return;
        }
        self.credit_far(&mut rest);
        let from = rest.far.len().saturating_sub(NEAR / 2);
        rest.far.drain(from..).for_each(|open| self.put_near(open));
    }

    /// What the near calls left at the foot of their stack belongs to the innermost one of the others.
    fn credit_far(&self, rest: &mut Rest) {
        let waiting = self.near[0].inner.take();
        if let Some(open) = rest.far.last_mut() {
            open.inner += waiting;
        }
    }

    /// Is the call that ends perhaps one of those that are not near, because all that were near have ended?
    pub fn refill(&self) -> bool {
        let empty = self.top.get() == 0;
        if empty {
            self.bring_near();
        }
        empty && self.top.get() > 0
    }

    fn put_near(&self, open: Open) {
        let top = self.top.get() + 1;
        let place = &self.near[top];
        place.frame.set(open.frame);
        place.start.set(open.start);
        place.inner.set(open.inner);
        place.tally.set(Some(open.tally));
        self.top.set(top);
    }

    fn take_near(&self) -> Option<Open> {
        let top = self.top.get();
        if top == 0 || self.is_forked() {
            return None;
        }
        let place = &self.near[top];
        self.top.set(top - 1);
        Some(Open {
            frame: place.frame.get(),
            start: place.start.nanoseconds(),
            inner: place.inner.get(),
            tally: place.tally.get()?,
            shared: false,
        })
    }

    /// Nothing will end any more: hands over what stands on the stack, innermost first.
    pub fn pop_any(&self) -> Option<Open> {
        if self.top.get() == 0 {
            self.bring_near();
        }
        self.take_near()
    }

    /// Nothing will end any more: forgets what does not stand on the stack.
    pub fn forget_strays(&self, mut forget: impl FnMut(Kept<Tally>)) {
        if let Some(strays) = &mut self.rest.borrow_mut().strays {
            strays.drain().for_each(|(_, stray)| forget(stray.open.tally));
        }
    }

    /// This process is a fork: nothing fits and nothing is found until [`Self::clear`].
    pub fn forked(&self) {
        self.top.set(NEAR);
    }

    fn is_forked(&self) -> bool {
        self.top.get() >= NEAR
    }

    /// Drops all of them.
    pub fn clear(&self) {
        self.top.set(0);
        self.near[0].inner.set(0);
        let mut rest = self.rest.borrow_mut();
        *rest = Rest {
            // Marks are never used again.
            generators: rest.generators,
            ..Rest::default()
        };
    }
}

impl Rest {
    fn stray(&mut self, open: Open, forget: &mut impl FnMut(Kept<Tally>)) {
        self.strayed += 1;
        let number = self.strayed;
        let strays = self.strays.get_or_insert_default();
        if strays.len() >= MAX_STRAYS {
            // Those that have been open for longest are the least likely to end.
            let mut numbers: Vec<u64> = strays.values().map(|stray| stray.number).collect();
            let (_, &mut middle, _) = numbers.select_nth_unstable(MAX_STRAYS / 2);
            strays.retain(|_, stray| {
                let keep = stray.number >= middle;
                if !keep {
                    forget(stray.open.tally);
                }
                keep
            });
        }
        // Another one with this frame has ended unnoticed: frames are used again.
        if let Some(gone) = strays.insert(open.frame, Stray { open, number }) {
            forget(gone.open.tally);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(id: u32) -> Kept<Tally> {
        Kept::keep(Tally::new(id))
    }

    fn none(tally: Kept<Tally>) {
        panic!("forgot {}", tally.id);
    }

    fn push(calls: &OpenCalls, frame: usize, start: u64) {
        calls.make_room(none);
        assert!(calls.push(frame, tally(frame as u32), |stamp| stamp.set(start)));
    }

    fn pop(calls: &OpenCalls, frame: usize, now: u64) -> Option<(u32, u64, u64)> {
        let end = Stamp::new();
        end.set(now);
        let ended = calls.top(frame, &end).or_else(|| calls.refill().then(|| calls.top(frame, &end))?);
        let (tally, total, own) = ended?;
        calls.pop(total);
        Some((tally.id, total, own))
    }

    #[test]
    fn calls_end_in_reverse_order() {
        let calls = OpenCalls::new();
        push(&calls, 1, 10);
        push(&calls, 2, 20);
        assert_eq!(pop(&calls, 2, 25), Some((2, 5, 5)));
        assert_eq!(pop(&calls, 1, 40), Some((1, 30, 25)));
        assert_eq!(pop(&calls, 1, 40), None);
    }

    #[test]
    fn a_frame_ends_no_call_but_its_own() {
        let calls = OpenCalls::new();
        assert_eq!(pop(&calls, 0, 0), None);
        push(&calls, 1, 0);
        push(&calls, 2, 0);
        assert_eq!(pop(&calls, 1, 9), None);
        assert!(calls.remove(77, none).is_none());
        assert_eq!(pop(&calls, 2, 9), Some((2, 9, 9)));
    }

    #[test]
    fn a_call_that_outlives_its_caller_is_found_later() {
        let calls = OpenCalls::new();
        push(&calls, 1, 0);
        push(&calls, 2, 3);
        push(&calls, 3, 4);
        assert_eq!(calls.remove(1, none).unwrap().tally.id, 1);
        push(&calls, 4, 9);
        assert_eq!(calls.remove(3, none).unwrap().start, 4);
        assert_eq!(calls.remove(2, none).unwrap().start, 3);
        assert!(calls.remove(2, none).is_none());
        assert_eq!(pop(&calls, 4, 10), Some((4, 1, 1)));
    }

    #[test]
    fn generators_stand_apart() {
        let calls = OpenCalls::new();
        push(&calls, 1, 0);
        let one = calls.push_generator(tally(2), 1, none);
        let other = calls.push_generator(tally(3), 1, none);
        assert!(one != other && one % 2 == 1);
        assert_eq!(pop(&calls, 1, 5), Some((1, 5, 5)));
        let ended = calls.remove_generator(one).unwrap();
        assert!(ended.shared);
        assert_eq!(ended.tally.id, 2);
        assert!(calls.remove_generator(one).is_none());
        calls.clear();
        assert!(calls.remove_generator(other).is_none());
        assert!(calls.push_generator(tally(4), 1, none) > other);
    }

    #[test]
    fn a_fiber_that_was_destroyed_makes_way_for_the_next_one_in_its_place() {
        let calls = OpenCalls::new();
        let mut forgotten = Vec::new();
        for id in [7, 8] {
            push(&calls, 1, 0);
            assert!(calls.push(2, tally(id), |_| ()));
            calls.remove(1, |tally| forgotten.push(tally.id));
        }
        assert_eq!(forgotten, [7]);
        assert_eq!(calls.remove(2, none).unwrap().tally.id, 8);
    }

    #[test]
    fn strays_are_bounded_and_the_newer_half_stays() {
        let calls = OpenCalls::new();
        let mut forgotten = 0;
        let total = 3 * MAX_STRAYS;
        let marks: Vec<usize> = (0..total).map(|_| calls.push_generator(tally(0), 0, |_| forgotten += 1)).collect();
        assert!(forgotten >= total - MAX_STRAYS);
        assert!(calls.remove_generator(marks[0]).is_none());
        assert!(calls.remove_generator(marks[total - 1]).is_some());
    }

    #[test]
    fn deep_recursion_loses_nobody() {
        let calls = OpenCalls::new();
        push(&calls, 7, 0);
        assert_eq!(pop(&calls, 7, 1_000), Some((7, 1_000, 1_000)));
        let depth = 5 * NEAR;
        for frame in 1..=depth {
            push(&calls, frame, frame as u64);
        }
        for frame in (1..=depth).rev() {
            // Each caller began one nanosecond before its callee and ends one after it.
            let end = (2 * depth - frame) as u64;
            let total = end - frame as u64;
            let own = if frame == depth { 0 } else { 2 };
            assert_eq!(pop(&calls, frame, end), Some((frame as u32, total, own)), "{frame}");
        }
        assert!(calls.pop_any().is_none());
    }

    #[test]
    fn a_call_far_out_ends_what_stands_above_it() {
        let calls = OpenCalls::new();
        for frame in 1..=2 * NEAR {
            push(&calls, frame, 0);
        }
        let mut forgotten = 0;
        assert_eq!(calls.remove(5, |_| forgotten += 1).unwrap().tally.id, 5);
        assert_eq!(forgotten, 0);
        assert_eq!(pop(&calls, 4, 1), Some((4, 1, 1)));
        assert!(calls.remove(2 * NEAR, none).is_some());
    }

    #[test]
    fn what_is_left_comes_innermost_first() {
        let calls = OpenCalls::new();
        push(&calls, 1, 0);
        push(&calls, 2, 0);
        calls.push_generator(tally(3), 0, none);
        assert_eq!(calls.pop_any().unwrap().tally.id, 2);
        assert_eq!(calls.pop_any().unwrap().tally.id, 1);
        assert!(calls.pop_any().is_none());
        let mut forgotten = Vec::new();
        calls.forget_strays(|tally| forgotten.push(tally.id));
        assert_eq!(forgotten, [3]);
    }

    #[test]
    fn a_fork_finds_nothing() {
        let calls = OpenCalls::new();
        push(&calls, 1, 0);
        calls.forked();
        assert_eq!(pop(&calls, 1, 5), None);
        assert!(calls.remove(1, none).is_none());
        assert!(!calls.push(2, tally(2), |_| ()));
        calls.clear();
        push(&calls, 2, 0);
        assert_eq!(pop(&calls, 2, 5), Some((2, 5, 5)));
    }
}
