//! The calls that have begun and not yet ended.
//!
//! Calls usually end in the reverse order of their beginning, so they stand on a stack. Not all do: a generator outlives
//! the call that made it, a fiber is left and resumed, `exit` and fatal errors end what never comes back. So each call
//! has a token of its own, and whoever ends is found by it, wherever it is by then.

use hashbrown::HashMap;

/// How many calls are kept on the stack. Below that many nested calls each is timed.
pub const MAX_NESTED: usize = 65_536;
/// How many calls are kept that ended out of order, or did not end yet although their caller has.
pub const MAX_STRAYS: usize = 4_096;

/// A call that has begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// Never 0 and never twice in a process; later calls have greater ones.
    token: i64,
    /// When it began, in nanoseconds of the monotonic clock.
    pub start: u64,
    /// Time spent in woven callees that have ended.
    pub inner: u64,
    /// What was called.
    pub function: u32,
    /// Is the time between start and end shared with others, so that none of it is the call's own (generators)?
    pub shared: bool,
}

/// All open calls of a thread.
#[derive(Debug, Default)]
pub struct OpenCalls {
    /// Ascending by token, since later calls stand further up.
    stack: Vec<Open>,
    strays: HashMap<i64, Open>,
    last: i64,
}

/// A call that will never be timed: it stayed open for too long while others came.
pub type Forgotten = u32;

impl OpenCalls {
    /// Begins a call on top of the others.
    #[inline]
    pub fn push(&mut self, function: u32, start: u64) -> i64 {
        self.last += 1;
        self.stack.push(Open {
            token: self.last,
            start,
            inner: 0,
            function,
            shared: false,
        });
        self.last
    }

    /// Is there no room for another call? Then [`Self::make_room`] comes first.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.stack.len() >= MAX_NESTED
    }

    /// Begins a call that will not end before its caller does.
    pub fn push_apart(&mut self, function: u32, start: u64, mut forget: impl FnMut(Forgotten)) -> i64 {
        self.last += 1;
        let open = Open {
            token: self.last,
            start,
            inner: 0,
            function,
            shared: true,
        };
        self.stray(open, &mut forget);
        self.last
    }

    /// Ends the call that began last, if this is its token.
    #[inline]
    pub fn pop(&mut self, token: i64) -> Option<Open> {
        if self.stack.last()?.token != token {
            return None;
        }
        self.stack.pop()
    }

    /// Tells the innermost open call that a callee took so long.
    #[inline]
    pub fn add_inner(&mut self, ns: u64) {
        if let Some(caller) = self.stack.last_mut() {
            caller.inner += ns;
        }
    }

    /// Ends a call that is not the last one. What stands above it goes on apart from the stack.
    pub fn remove(&mut self, token: i64, mut forget: impl FnMut(Forgotten)) -> Option<Open> {
        let Ok(place) = self.stack.binary_search_by_key(&token, |open| open.token) else {
            return self.strays.remove(&token);
        };
        while self.stack.len() > place + 1 {
            if let Some(open) = self.stack.pop() {
                self.stray(open, &mut forget);
            }
        }
        self.stack.pop()
    }

    /// Takes the older half off a full stack.
    pub fn make_room(&mut self, mut forget: impl FnMut(Forgotten)) {
        let half = self.stack.len() / 2;
        let newer = self.stack.split_off(half);
        for open in std::mem::replace(&mut self.stack, newer) {
            self.stray(open, &mut forget);
        }
    }

    fn stray(&mut self, open: Open, forget: &mut impl FnMut(Forgotten)) {
        if self.strays.len() >= MAX_STRAYS {
            self.forget_older_strays(forget);
        }
        self.strays.insert(open.token, open);
    }

    /// Those that have been open for longest are the least likely to end.
    fn forget_older_strays(&mut self, forget: &mut impl FnMut(Forgotten)) {
        let mut tokens: Vec<i64> = self.strays.keys().copied().collect();
        let (_, &mut middle, _) = tokens.select_nth_unstable(MAX_STRAYS / 2);
        self.strays.retain(|token, open| {
            let keep = *token >= middle;
            if !keep {
                forget(open.function);
            }
            keep
        });
    }

    /// Nothing will end any more: hands over what stands on the stack, the last call first.
    pub fn pop_any(&mut self) -> Option<Open> {
        self.stack.pop()
    }

    /// Nothing will end any more: forgets what does not stand on the stack.
    pub fn forget_strays(&mut self, mut forget: impl FnMut(Forgotten)) {
        for (_, open) in self.strays.drain() {
            forget(open.function);
        }
    }

    /// Drops all of them. Tokens stay unique.
    pub fn clear(&mut self) {
        self.stack.clear();
        self.strays.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(function: u32) {
        panic!("forgot {function}");
    }

    #[test]
    fn calls_end_in_reverse_order() {
        let mut calls = OpenCalls::default();
        let outer = calls.push(1, 10);
        let inner = calls.push(2, 20);
        assert!(inner > outer && outer > 0);
        assert_eq!(calls.pop(inner).unwrap().function, 2);
        calls.add_inner(5);
        let ended = calls.pop(outer).unwrap();
        assert_eq!((ended.start, ended.inner), (10, 5));
        assert_eq!(calls.pop(outer), None);
    }

    #[test]
    fn a_token_ends_no_call_but_its_own() {
        let mut calls = OpenCalls::default();
        let outer = calls.push(1, 0);
        calls.push(2, 0);
        assert_eq!(calls.pop(outer), None);
        assert_eq!(calls.pop(0), None);
        assert_eq!(calls.pop(-1), None);
        assert_eq!(calls.remove(77, none), None);
        assert_eq!(calls.remove(0, none), None);
    }

    #[test]
    fn a_call_that_outlives_its_caller_is_found_later() {
        let mut calls = OpenCalls::default();
        let caller = calls.push(1, 0);
        let fiber = calls.push(2, 3);
        let in_fiber = calls.push(3, 4);
        assert_eq!(calls.remove(caller, none).unwrap().function, 1);
        let next = calls.push(4, 9);
        assert_eq!(calls.remove(in_fiber, none).unwrap().start, 4);
        assert_eq!(calls.remove(fiber, none).unwrap().start, 3);
        assert_eq!(calls.remove(fiber, none), None);
        assert_eq!(calls.pop(next).unwrap().function, 4);
    }

    #[test]
    fn generators_stand_apart() {
        let mut calls = OpenCalls::default();
        let consumer = calls.push(1, 0);
        let generator = calls.push_apart(2, 1, none);
        assert_eq!(calls.pop(consumer).unwrap().function, 1);
        let ended = calls.remove(generator, none).unwrap();
        assert!(ended.shared);
        assert_eq!(ended.function, 2);
    }

    #[test]
    fn strays_are_bounded_and_the_newer_half_stays() {
        let mut calls = OpenCalls::default();
        let mut forgotten = 0;
        let mut tokens = Vec::new();
        for _ in 0..3 * MAX_STRAYS {
            tokens.push(calls.push_apart(7, 0, |_| forgotten += 1));
            assert!(calls.strays.len() <= MAX_STRAYS);
        }
        assert_eq!(forgotten + calls.strays.len(), 3 * MAX_STRAYS);
        assert_eq!(calls.remove(tokens[0], none), None);
        assert!(calls.remove(*tokens.last().unwrap(), none).is_some());
    }

    #[test]
    fn a_full_stack_makes_room_and_stays_in_order() {
        let mut calls = OpenCalls::default();
        let mut forgotten = 0;
        let mut tokens = Vec::new();
        for number in 0..MAX_NESTED + 10 {
            if calls.is_full() {
                calls.make_room(|_| forgotten += 1);
            }
            tokens.push(calls.push(number as u32, 0));
        }
        assert_eq!(forgotten, MAX_NESTED / 2 - calls.strays.len());
        for token in tokens.iter().rev().take(MAX_NESTED / 2 + 10) {
            assert!(calls.pop(*token).is_some());
        }
        // The youngest of the older half are still known.
        assert!(calls.remove(tokens[MAX_NESTED / 2 - 1], none).is_some());
        assert_eq!(calls.remove(tokens[0], none), None);
    }

    #[test]
    fn what_is_left_comes_last_call_first() {
        let mut calls = OpenCalls::default();
        calls.push(1, 0);
        calls.push(2, 0);
        calls.push_apart(3, 0, none);
        assert_eq!(calls.pop_any().unwrap().function, 2);
        assert_eq!(calls.pop_any().unwrap().function, 1);
        assert_eq!(calls.pop_any(), None);
        let mut forgotten = Vec::new();
        calls.forget_strays(|function| forgotten.push(function));
        assert_eq!(forgotten, [3]);
    }
}
