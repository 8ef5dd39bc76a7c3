//! One hook: what `Weft\hook()` registers.

use std::cell::{Cell, OnceCell};

use weft_wire::{Ancestry, Fit, Pattern, Subject};

use super::budget;
use crate::patch_point::Point;
use crate::zend::callable::Callable;

/// Where in a call a callback stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Position {
    Before,
    After,
    Failed,
    /// A generator yields.
    Yielded,
    /// It goes on behind that.
    Resumed,
}

impl Position {
    pub const ALL: [Self; 5] = [Self::Before, Self::After, Self::Failed, Self::Yielded, Self::Resumed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Failed => "failed",
            Self::Yielded => "yielded",
            Self::Resumed => "resumed",
        }
    }
}

/// What a hook aims at.
pub enum Aim {
    Pattern(Pattern),
    /// Whatever is woven or called through weft: for tests.
    Everything,
    /// A closure, by where its instructions lie.
    Code(usize),
    /// Something that happens in PHP, rather than a function.
    Event(Event),
}

/// What PHP does beside running functions, as `Weft\on()` names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Include,
    Eval,
    Error,
    Exception,
    Gc,
    Compile,
    Interrupt,
    Opcode,
    /// The instruction `exit` of a PHP before 8.4. Nothing that `Weft\on()` tells: from 8.4 on it is a function.
    Exit,
}

impl Event {
    pub const ALL: [Self; 9] = [
        Self::Include,
        Self::Eval,
        Self::Error,
        Self::Exception,
        Self::Gc,
        Self::Compile,
        Self::Interrupt,
        Self::Opcode,
        Self::Exit,
    ];

    /// Those that `Weft\on()` tells.
    pub fn told() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|event| *event != Self::Exit)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Eval => "eval",
            Self::Error => "error",
            Self::Exception => "exception",
            Self::Gc => "gc",
            Self::Compile => "compile",
            Self::Interrupt => "interrupt",
            Self::Opcode => "opcode",
            Self::Exit => "exit",
        }
    }

    /// What a listener gets, as messages name it.
    pub fn gives(self) -> &'static [&'static str] {
        match self {
            Self::Include | Self::Eval | Self::Exit => &["Weft\\Call $call"],
            Self::Error => &["int $level", "string $message", "string $file", "int $line", "bool $suppressed"],
            Self::Exception => &["Throwable $exception", "bool $uncaught"],
            Self::Gc => &["array $run"],
            Self::Compile => &["array $file"],
            Self::Interrupt => &["array $sample"],
            Self::Opcode => &["array $opcode"],
        }
    }

    pub fn named(name: &[u8]) -> Option<Self> {
        Self::told().find(|event| event.name().as_bytes().eq_ignore_ascii_case(name))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Active,
    Paused,
    Removed,
    /// Off for the rest of the request.
    Stopped(Stop),
}

/// Why a hook is off for the rest of the request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// It has failed too often.
    Failures,
    /// Callbacks have used up their time.
    Budget,
}

pub struct Hook {
    pub id: i64,
    /// As the user wrote it, or how messages call a closure.
    pub target: String,
    pub aim: Aim,
    /// The same by the class's own name, where the user named the class by an alias that is there.
    pub own_name: OnceCell<Aim>,
    pub priority: i64,
    pub before: Option<Callable>,
    pub after: Option<Callable>,
    pub failed: Option<Callable>,
    pub yielded: Option<Callable>,
    pub resumed: Option<Callable>,
    pub state: Cell<State>,
    /// Its callbacks change nothing.
    pub read_only: bool,
    /// How often one of its callbacks failed.
    pub failures: Cell<u64>,
    /// After how many failures it is stopped: the least of what the configuration and the rules of its functions say.
    pub limit: Cell<u64>,
    /// Has a woven function that it aims at been called?
    pub reached: Cell<bool>,
}

impl Hook {
    pub fn is_active(&self) -> bool {
        self.state.get() == State::Active
    }

    /// Why it is off for the rest of the request.
    pub fn why_stopped(&self, stop: Stop) -> String {
        match stop {
            Stop::Budget => used_up(),
            Stop::Failures => format!("it has failed {}, see weft.callback_failures", times(self.failures.get())),
        }
    }

    /// Becomes active, or ceases to be. Invocations that began before the state `born` of the registry go on without it.
    pub fn set_state(&self, state: State, born: u64) {
        self.state.set(state);
        self.callbacks().for_each(|callback| callback.set_active(state == State::Active, born));
    }

    /// What it aims at, by names that classes have.
    pub fn named(&self) -> &Aim {
        self.own_name.get().unwrap_or(&self.aim)
    }

    /// How often one of its callbacks ran.
    pub fn calls(&self) -> u64 {
        self.callbacks().map(Callable::calls).sum()
    }

    pub fn callback(&self, position: Position) -> Option<&Callable> {
        match position {
            Position::Before => self.before.as_ref(),
            Position::After => self.after.as_ref(),
            Position::Failed => self.failed.as_ref(),
            Position::Yielded => self.yielded.as_ref(),
            Position::Resumed => self.resumed.as_ref(),
        }
    }

    pub fn callbacks(&self) -> impl Iterator<Item = &Callable> {
        [&self.before, &self.after, &self.failed, &self.yielded, &self.resumed].into_iter().flatten()
    }

    /// Does it ask for yields or resumes?
    pub fn asks(&self) -> bool {
        self.yielded.is_some() || self.resumed.is_some()
    }

    /// Does it ask for nothing else?
    pub fn only_asks(&self) -> bool {
        self.asks() && self.before.is_none() && self.after.is_none() && self.failed.is_none()
    }

    /// Does any of its callbacks want the `Weft\Call`?
    pub fn takes_call(&self) -> bool {
        self.callbacks().any(Callable::takes_call)
    }

    /// Is this function among those that it aims at?
    pub fn fits(&self, point: Point) -> bool {
        if !point.applies() {
            return false;
        }
        let pattern = match self.named() {
            Aim::Code(address) => return point.code() == *address,
            Aim::Event(_) => return false,
            Aim::Everything => return true,
            Aim::Pattern(pattern) => pattern,
        };
        // A method that is called belongs to a class that is complete.
        let ancestors = &mut |ancestor: &[u8]| if point.is_a(ancestor) { Ancestry::Is } else { Ancestry::IsNot };
        let attributes: Vec<&[u8]> = point.attributes().iter().map(|name| &**name).collect();
        let internal = point.is_internal();
        let mut fits = |subject: Subject| {
            let subject = subject.with_attributes(&attributes);
            pattern.fits(&if internal { subject.internal() } else { subject }, ancestors) == Fit::Yes
        };
        let Some(class) = point.scope() else {
            return fits(if point.is_closure() {
                Subject::closure_at(point.file(), point.line())
            } else {
                Subject::function(point.function())
            });
        };
        if fits(Subject::method(point.class(), point.function())) {
            return true;
        }
        // A trait's method can be named by the trait as well.
        let mut found = false;
        class.each_origin(point.code(), |name, function| found |= fits(Subject::method(name, function)));
        found
    }
}

/// Why no callback runs any more in this request.
pub fn used_up() -> String {
    format!("callbacks have used up their {} ms, see weft.callback_budget_ms", budget::milliseconds())
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
