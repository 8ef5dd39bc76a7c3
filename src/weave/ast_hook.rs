//! `include`, `eval` and the instruction `exit` as join points: in which files they are woven.
//!
//! They are expressions, so they are woven in the syntax tree, where they stand. A file in which nobody names them is
//! compiled as ever.

use std::cell::Cell;

use weft_wire::{Pattern, Subject, Target};

use super::{late_hook, loom};
use crate::callbacks::hook::Event;
use crate::rules::{self, wanted};
use crate::zend::ast_hook::{EVAL, EXIT, INCLUDES};
use crate::zend::op_array::OpArray;

thread_local! {
    static HAS_WOVEN: Cell<bool> = const { Cell::new(false) };
}

/// The engine's numbers of the constructs that an event is about.
pub fn kinds(event: Event) -> u32 {
    match event {
        Event::Include => INCLUDES,
        Event::Eval => EVAL,
        Event::Exit if !cfg!(php84) => EXIT,
        _ => 0,
    }
}

/// A construct as rules see it.
fn subject(event: Event) -> Subject<'static> {
    match event {
        Event::Exit => Subject::exit(),
        Event::Eval => Subject::eval(),
        _ => Subject::include(),
    }
}

/// Does the pattern name what is an instruction in this PHP, and a function in a later one?
pub fn is_exit(pattern: &Pattern) -> bool {
    !cfg!(php84) && matches!(&pattern.target, Target::Functions(name) if name.is_exact() && name.fits(Subject::exit().function))
}

/// Which constructs are to be woven in the file that is being compiled, by the engine's numbers.
pub fn wanted() -> u32 {
    if loom::is_idle() || late_hook::is_busy() || rules::switch::is_off() {
        return 0;
    }
    let wanted = [Event::Include, Event::Eval, Event::Exit]
        .into_iter()
        .filter(|event| is_wanted(*event))
        .map(kinds)
        .sum();
    if wanted != 0 {
        HAS_WOVEN.set(true);
    }
    wanted
}

/// Has this thread woven a construct, perhaps?
pub fn has_woven() -> bool {
    HAS_WOVEN.get()
}

/// Does a rule that is in force here, or a hook, name the construct?
pub fn is_wanted(event: Event) -> bool {
    let subject = subject(event);
    let named = || loom::weaves_construct(&subject) || wanted::find(&subject, &mut |_| weft_wire::Ancestry::IsNot).is_some();
    kinds(event) != 0 && named()
}

/// Is there a construct that would be woven today and is not, or the other way round?
pub fn is_stale(function: OpArray) -> bool {
    let wanted = wanted();
    wanted != 0 && function.has_plain_construct(wanted)
}
