//! What must not get out of a callback.

use super::hook::{Hook, Position, used_up};
use super::registry;
use crate::zend::callable::Turn;
use crate::zend::exception::{self, Kind, Raised};
use crate::zend::interrupt;
use crate::zend::log;
use crate::zend::memory::Kept;
use crate::zend::value::Object;

/// What became of what a callback threw.
#[derive(Clone, Copy)]
pub enum Contained {
    /// Logged and dropped: the call goes on.
    Dropped,
    /// A `Weft\Block`, which is to stop the call.
    Block(Object),
    /// The fiber or the request is being ended, and this frame with it: the engine's exception is pending again.
    End,
}

/// Deals with what the callback that has just ended left pending. `may_not_block`: why a `Weft\Block` of it is refused.
#[cold]
pub fn contain(hook: Kept<Hook>, position: Position, may_not_block: Option<String>) -> Contained {
    let Some(thrown) = exception::take() else {
        return Contained::Dropped;
    };
    let mut counts = true;
    let what = match exception::kind(thrown) {
        Kind::FiberEnd => {
            exception::restore(thrown);
            return Contained::End;
        }
        Kind::Exit if exception::request_ends() => {
            exception::restore(thrown);
            return Contained::End;
        }
        Kind::Block => match may_not_block {
            None => return Contained::Block(thrown),
            Some(why) => format!("threw {}, which is refused: {why}", exception::text(thrown)),
        },
        Kind::Exit if exception::ended_by_error() => {
            // The error itself was counted when it was raised.
            counts = false;
            "was ended by the error".to_owned()
        }
        Kind::Exit if interrupt::was_interrupted() => format!("was interrupted: {}", used_up()),
        Kind::Exit => "called exit()".to_owned(),
        Kind::Throwable => format!("threw {}", exception::text(thrown)),
    };
    log::write(&format!("the {} callback for {} {what}", position.name(), hook.target));
    if counts {
        registry::count_failure(hook);
    }
    thrown.release();
    // What destructors and __toString() threw meanwhile is the callback's too.
    exception::drop_pending();
    Contained::Dropped
}

/// Says that a change was not made, because of `why`.
#[cold]
pub fn refuse(hook: Kept<Hook>, position: Position, why: &str) {
    exception::drop_pending();
    log::write(&format!("a change by the {} callback for {} is refused: {why}", position.name(), hook.target));
    registry::count_failure(hook);
}

/// Told of each error that PHP raises in a callback.
pub fn raised(callback: Turn, error: &Raised) {
    let owner = registry::owner_of(callback);
    let whose = match owner {
        Some((hook, position)) => format!("the {} callback for {}", position.name(), hook.target),
        None => "a callback".to_owned(),
    };
    let Raised { kind, message, file, line, .. } = error;
    let end = if error.ends_request { ", which ends the request" } else { "" };
    log::write(&format!("{kind} in {whose}: {message} in {file} on line {line}{end}"));
    if let Some((hook, _)) = owner {
        registry::count_failure(hook);
    }
}
