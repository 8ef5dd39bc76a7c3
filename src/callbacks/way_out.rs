//! The way out of an invocation: after and failed callbacks, from the last hook to the first.
//!
//! Each hook stands around those behind it, so what one makes of a call, a result or an exception, is what the next
//! one sees: behind a failed callback that recovered come after callbacks again, and behind a `Weft\Block` failed ones.

use super::hook::{Hook, Position};
use super::registry::List;
use super::results;
use super::sandbox::{self, Contained};
use crate::zend::call::{Call, Stage};
use crate::zend::callable::{self, Callable};
use crate::zend::exception::{self, Kind};
use crate::zend::frame::Frame;
use crate::zend::memory::Kept;
use crate::zend::value::{Object, Owned};

/// How an invocation stands.
#[derive(Clone, Copy)]
pub enum Outcome {
    Returned,
    /// With a reference of its own.
    Thrown(Object),
    /// The fiber or the request is being ended: an exception of the engine is pending, and nothing more may be done.
    Abandoned,
}

pub struct WayOut {
    pub woven: Frame,
    pub call: Option<Call>,
    pub outcome: Outcome,
    /// The result as it stands, with a reference of its own.
    pub result: Owned,
    /// Is that another one than the function returned?
    pub changed: bool,
}

impl WayOut {
    /// Runs the callbacks of the first `count` hooks, of those that were there when the invocation `began`.
    pub fn run(&mut self, list: Kept<List>, count: usize, began: u64) {
        for hook in list.hooks[..count].iter().rev() {
            self.ask(list, *hook, began);
        }
    }

    /// Runs the callbacks of a generator's `position`, which have its call, and its value as the result. From the last hook to
    /// the first when the value leaves the function, and the other way round. `fixed`: why it cannot be changed.
    pub fn pass(&mut self, list: Kept<List>, position: Position, call: Call, fixed: Option<&str>) {
        let inward = position == Position::Resumed;
        let count = list.hooks.len();
        for number in 0..count {
            let hook = list.hooks[if inward { number } else { count - 1 - number }];
            let Some(callback) = hook.callback(position) else { continue };
            self.open(call, Stage::After);
            if callable::run(&[callback.turn()], call.began(), Some(call)) == 0 {
                match sandbox::contain(hook, position, list.why_read_only(&hook)) {
                    Contained::Dropped => {}
                    Contained::Block(block) => return self.throw(block),
                    Contained::End => return self.abandon(),
                }
            }
            if call.result().dereferenced().is_same(self.result.place()) {
                continue;
            }
            match list.why_read_only(&hook).or_else(|| fixed.map(str::to_owned)) {
                None => self.set_result(Owned::copy(call.result())),
                Some(why) => sandbox::refuse(hook, position, &why),
            }
        }
    }

    fn ask(&mut self, list: Kept<List>, hook: Kept<Hook>, began: u64) {
        let (position, stage) = match self.outcome {
            Outcome::Returned => (Position::After, Stage::After),
            Outcome::Thrown(_) => (Position::Failed, Stage::Failed),
            Outcome::Abandoned => return,
        };
        let Some(callback) = hook.callback(position) else { return };
        let call = self.call.filter(|_| callback.takes_call());
        if let Some(call) = call {
            self.open(call, stage);
        }
        let fine = callable::run(&[callback.turn()], began, call) != 0;
        self.take(list, hook, position, call, fine);
    }

    /// Looks at what the after callback of this hook has left behind, which has just run.
    pub fn look_at(&mut self, list: Kept<List>, hook: Kept<Hook>) {
        let call = self.call.filter(|_| hook.callback(Position::After).is_some_and(Callable::takes_call));
        self.take(list, hook, Position::After, call, !exception::is_pending());
    }

    fn take(&mut self, list: Kept<List>, hook: Kept<Hook>, position: Position, call: Option<Call>, fine: bool) {
        if !fine {
            match sandbox::contain(hook, position, list.why_read_only(&hook)) {
                Contained::Dropped => {}
                Contained::Block(block) => return self.throw(block),
                Contained::End => return self.abandon(),
            }
        }
        if let Some(call) = call {
            match position {
                Position::After => self.take_result(list, hook, call),
                _ => self.take_error(list, hook, call),
            }
        }
    }

    /// Lends the object to a callback, with the invocation as it stands.
    fn open(&mut self, call: Call, stage: Stage) {
        let mut error = match self.outcome {
            // Borrowed: the object makes a reference of its own.
            Outcome::Thrown(error) => Owned::object(error),
            _ => Owned::null(),
        };
        call.open(self.woven, stage, self.result.place(), error.place());
    }

    fn take_result(&mut self, list: Kept<List>, hook: Kept<Hook>, call: Call) {
        if call.result().dereferenced().is_same(self.result.place()) {
            return;
        }
        let result = match list.why_read_only(&hook) {
            None => self.check(&hook, Position::After, call),
            Some(why) => Err(why),
        };
        match result {
            Ok(result) => self.set_result(result),
            Err(why) => sandbox::refuse(hook, Position::After, &why),
        }
    }

    fn take_error(&mut self, list: Kept<List>, hook: Kept<Hook>, call: Call) {
        let Outcome::Thrown(error) = self.outcome else { return };
        let now = call.error().dereferenced().as_object();
        if now == Some(error) {
            return;
        }
        if let Some(why) = list.why_read_only(&hook) {
            return sandbox::refuse(hook, Position::Failed, &why);
        }
        match now {
            _ if exception::kind(error) == Kind::Block => sandbox::refuse(hook, Position::Failed, "a Weft\\Block can neither be recovered nor replaced"),
            Some(other) => self.throw(other.hold()),
            None => match self.check(&hook, Position::Failed, call) {
                Ok(result) => {
                    self.set_result(result);
                    self.outcome = Outcome::Returned;
                    error.release();
                }
                Err(why) => sandbox::refuse(hook, Position::Failed, &why),
            },
        }
    }

    /// The result as the callback left it, if it fits the function.
    fn check(&self, hook: &Hook, position: Position, call: Call) -> Result<Owned, String> {
        let check = || results::check(self.woven, call.result());
        match hook.callback(position) {
            Some(callback) => callable::as_callback(callback.turn(), check),
            None => check(),
        }
    }

    fn set_result(&mut self, result: Owned) {
        let old = std::mem::replace(&mut self.result, result);
        self.changed = true;
        old.release();
    }

    fn throw(&mut self, error: Object) {
        if let Outcome::Thrown(old) = std::mem::replace(&mut self.outcome, Outcome::Thrown(error)) {
            old.release();
        }
    }

    fn abandon(&mut self) {
        if let Outcome::Thrown(old) = std::mem::replace(&mut self.outcome, Outcome::Abandoned) {
            old.release();
        }
    }

    /// Gives back what is left, but for the result when it is `wanted`.
    pub fn end(mut self, holders: u32, wanted: bool) {
        if let Some(call) = self.call {
            let kept = call.is_kept(holders);
            if kept {
                self.open(call, Stage::Over);
            }
            call.close(kept);
        }
        if !wanted {
            self.result.release();
        }
    }
}
