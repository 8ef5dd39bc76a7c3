//! What a native function has ready for the woven code that called it, until that code asks for it by the next one.

use std::cell::RefCell;

use smallvec::SmallVec;

use crate::zend::frame::Frame;
use crate::zend::value::Owned;

/// What woven code is to do.
#[derive(Clone, Copy)]
pub enum Pending {
    /// Return this.
    Result(Owned),
    /// Go on with these arguments: a list for the declared parameters, and what `$call` is to be.
    Arguments(Owned),
}

thread_local! {
    /// By the frame it is for. A signal handler may run between two instructions, so there may be more than one.
    static READY: RefCell<SmallVec<[(usize, Pending); 2]>> = RefCell::default();
}

pub fn put(frame: Frame, what: Pending) {
    READY.with_borrow_mut(|ready| ready.push((frame.address(), what)));
}

fn find(ready: &[(usize, Pending)], frame: Frame) -> Option<usize> {
    ready.iter().rposition(|(address, _)| *address == frame.address())
}

pub fn is_result(frame: Frame) -> bool {
    READY.with_borrow(|ready| find(ready, frame).is_some_and(|at| matches!(ready[at].1, Pending::Result(_))))
}

pub fn take(frame: Frame) -> Option<Pending> {
    READY.with_borrow_mut(|ready| find(ready, frame).map(|at| ready.remove(at).1))
}

/// Gives back what nobody asked for. `clean`: the request did not end by a long jump.
pub fn request_end(clean: bool) {
    while let Some((_, Pending::Result(value) | Pending::Arguments(value))) = READY.with_borrow_mut(SmallVec::pop) {
        if clean {
            value.release();
        }
    }
}
