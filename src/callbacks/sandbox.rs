//! What must not get out of a callback.

use super::hook::{Hook, Position};
use crate::zend::exception::{self, Kind};
use crate::zend::log;
use crate::zend::value::Object;

/// What became of what a callback threw.
#[derive(Clone, Copy)]
pub enum Contained {
    /// Logged and dropped: the call goes on.
    Dropped,
    /// A `Weft\Block`, which is to stop the call.
    Block(Object),
    /// The fiber is being ended, and this frame with it: the engine's exception is pending again.
    FiberEnd,
}

/// Deals with what the callback that has just ended left pending.
#[cold]
pub fn contain(hook: &Hook, position: Position) -> Contained {
    let Some(thrown) = exception::take() else {
        return Contained::Dropped;
    };
    let what = match exception::kind(thrown) {
        Kind::FiberEnd => {
            exception::restore(thrown);
            return Contained::FiberEnd;
        }
        Kind::Block => return Contained::Block(thrown),
        Kind::Exit if exception::ended_by_error() => "was ended by the error".to_owned(),
        Kind::Exit => "called exit()".to_owned(),
        Kind::Throwable => format!("threw {}", exception::text(thrown)),
    };
    hook.failures.set(hook.failures.get() + 1);
    log::write(&format!("the {} callback for {} {what}", position.name(), hook.target));
    thrown.release();
    // What destructors and __toString() threw meanwhile is the callback's too.
    exception::drop_pending();
    Contained::Dropped
}

/// Says that a change was not made, because of `why`.
#[cold]
pub fn refuse(hook: &Hook, position: Position, why: &str) {
    exception::drop_pending();
    hook.failures.set(hook.failures.get() + 1);
    log::write(&format!("a change by the {} callback for {} is refused: {why}", position.name(), hook.target));
}
