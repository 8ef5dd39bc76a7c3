//! Hooks at any time: functions that somebody wants to listen to, and that are compiled already or will be.

use std::collections::HashSet;

use ext_php_rs::ffi;
use weft_wire::{Ancestry, Fit, Pattern, Subject, Target};

use super::{ast_hook, late_hook, live, loom};
use crate::callbacks::hook::{Aim, Event, Hook, State};
use crate::callbacks::registry;
use crate::rules::{self, wanted};
use crate::settings;
use crate::zend::memory::Bailout;
use crate::zend::module::handle;
use crate::zend::op_array::OpArray;
use crate::zend::point::Mark;
use crate::zend::scripts;
use crate::zend::tables::{self, Found};
use crate::zend::transplant::{self, Everything, Loaded};

/// How it stands with what a hook aims at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// There is no such function yet.
    Waiting,
    /// Nor is it likely that there ever is one, and why.
    Missing(String),
    /// The next call sees it.
    Woven,
    /// From the next request on.
    NextRequest(String),
    /// And why.
    Refused(String),
}

/// Has the functions that a hook aims at woven: those that this request can run already in place, and those that PHP
/// compiles from now on as they come.
/// `Err`: PHP ends the request.
pub fn reach(aim: &Aim) -> Result<(), Bailout> {
    if why_off().is_some() {
        return Ok(());
    }
    match aim {
        Aim::Pattern(pattern) => {
            wanted::add(pattern);
        }
        Aim::Code(_) | Aim::Everything => {}
        Aim::Event(event) => {
            reach_event(*event);
            return Ok(());
        }
    }
    if !can_weave_in_place() {
        return Ok(());
    }
    if scripts::opcache_is_on() {
        tell_all(aim);
    }
    let everything = Everything::loaded(|function| !function.is_shared() && is_unwoven(function) && fits(aim, function));
    let changed = transplant::with_frames(|| {
        let mut changed = HashSet::new();
        for loaded in everything.codes() {
            changed.extend(loaded.reweave(late_hook::weave_for_hooks)?);
        }
        Ok(changed)
    })?;
    if !changed.is_empty() {
        registry::code_changed();
        Everything::loaded(|_| true).widen_calls(&changed);
    }
    Ok(())
}

/// Has the constructs that an event is about woven in what PHP compiles from now on.
fn reach_event(event: Event) {
    let kinds = ast_hook::kinds(event);
    let Some(pattern) = Pattern::parse(event.name().as_bytes()).ok().filter(|_| kinds != 0) else {
        return;
    };
    wanted::add(&pattern);
    if !scripts::opcache_is_on() || live::note(&pattern.to_string()).is_err() {
        return;
    }
    let mut files = HashSet::new();
    for function in plain_constructs(kinds).codes().filter_map(Loaded::anyone) {
        if !function.is_preloaded() && files.insert(function.file().to_vec()) {
            live::renew(function);
        }
    }
}

/// Code that this request can run, in which such a construct is not woven.
fn plain_constructs(kinds: u32) -> Everything {
    Everything::loaded(|function| function.has_plain_construct(kinds))
}

/// Code that is compiled already keeps its constructs as they are.
fn of_event(event: Event) -> Standing {
    let kinds = ast_hook::kinds(event);
    let plain = plain_constructs(kinds);
    let Some(function) = plain.codes().find_map(Loaded::anyone).filter(|_| kinds != 0) else {
        return Standing::Woven;
    };
    let file = String::from_utf8_lossy(function.file()).into_owned();
    Standing::NextRequest(match live::why_not_noted() {
        None if scripts::opcache_is_on() => format!("{file} was compiled without it, and is compiled anew; other files have it when they are compiled"),
        _ => format!("{file} was compiled without it; a rule that names \"{}\" has it there, too", event.name()),
    })
}

/// Has what opcache has without a wrapper compiled anew.
fn tell_all(aim: &Aim) {
    let noted = match aim {
        Aim::Pattern(pattern) => live::note(&pattern.to_string()),
        Aim::Code(_) | Aim::Event(_) | Aim::Everything => Ok(()),
    };
    let shared = Everything::loaded(|function| function.is_shared() && is_unwoven(function) && fits(aim, function));
    let mut files = HashSet::new();
    for function in shared.codes().flat_map(|loaded| loaded.functions()) {
        if let Aim::Code(_) = aim {
            // Closures have no names: all of them will listen.
            if live::note("{closure}").is_err() {
                return;
            }
        }
        if noted.is_ok() && !function.is_preloaded() && files.insert(function.file().to_vec()) {
            live::renew(function);
        }
    }
}

/// The place for points in run-time caches must have been there when the function was compiled.
fn can_weave_in_place() -> bool {
    crate::zend::module::reserved_cache_slot().is_some()
}

/// Looks how it stands, without changing anything.
pub fn standing(aim: &Aim) -> Standing {
    if let Some(why) = why_off() {
        return Standing::Refused(why);
    }
    if let Aim::Event(event) = aim {
        return of_event(*event);
    }
    let mut found = Standing::Waiting;
    for loaded in Everything::loaded(|function| fits(aim, function)).codes() {
        let standing = loaded
            .functions()
            .filter(|function| fits(aim, *function))
            .map(of_function)
            .min_by_key(weight)
            .unwrap_or(Standing::Waiting);
        if weight(&standing) < weight(&found) {
            found = standing;
        }
    }
    match (aim, &found) {
        (Aim::Pattern(pattern), Standing::Waiting) => why_never(pattern).map_or(found, Standing::Refused),
        _ => found,
    }
}

/// How it stands with a hook, as people are told, and why. `how` knows of built-in functions too.
pub fn state_of(hook: &Hook, how: fn(&Aim) -> Standing) -> (&'static str, Option<String>) {
    match hook.state.get() {
        State::Removed => ("removed", None),
        State::Paused => ("paused", None),
        State::Stopped(why) => ("refused", Some(hook.why_stopped(why))),
        State::Active if hook.calls() > 0 => ("woven", None),
        State::Active => match how(hook.named()) {
            Standing::Woven if hook.only_asks() && !has_generator(hook.named()) => ("refused", Some("it is no generator, and never yields".to_owned())),
            // What it reached may be gone again: a closure, say.
            Standing::Waiting | Standing::Missing(_) if hook.reached.get() => ("woven", None),
            Standing::Waiting => ("waiting", None),
            Standing::Missing(reason) => ("waiting", Some(reason)),
            Standing::Woven => ("woven", None),
            Standing::NextRequest(reason) => ("next request", Some(reason)),
            Standing::Refused(reason) => ("refused", Some(reason)),
        },
    }
}

/// Is one of the functions that it aims at a generator?
fn has_generator(aim: &Aim) -> bool {
    let found = Everything::loaded(|function| function.has_flag(ffi::ZEND_ACC_GENERATOR) && fits(aim, function));
    found.codes().next().is_some()
}

/// Why there will be no such function to weave, although its name is known.
fn why_never(pattern: &Pattern) -> Option<String> {
    let Target::Methods {
        class,
        descendants: false,
        method,
    } = &pattern.target
    else {
        return None;
    };
    if !class.is_exact() || !method.is_exact() {
        return None;
    }
    let class = tables::class(&class.folded())?;
    let Found::User(found) = tables::method(class, &method.folded())? else {
        return None;
    };
    if found.has_no_body() {
        return Some("it is abstract: there is no code to weave, but there is in the classes that implement it".to_owned());
    }
    let declaring = found.scope_name().filter(|declaring| !declaring.eq_ignore_ascii_case(class.name()))?;
    let [class, declaring] = [class.name(), declaring].map(String::from_utf8_lossy);
    Some(format!("{class} has it from {declaring}: {declaring}::{} names it", method.as_str()))
}

/// The same target by the class's own name, where a pattern names the class by an alias that is there.
pub fn own_name(aim: &Aim) -> Option<Aim> {
    let Aim::Pattern(Pattern {
        target: Target::Methods { class, descendants, method },
        ..
    }) = aim
    else {
        return None;
    };
    let alias = class.folded();
    let class = tables::class(&alias).filter(|class| !class.name().eq_ignore_ascii_case(&alias))?;
    let plus: &[u8] = if *descendants { b"+" } else { b"" };
    Pattern::parse([class.name(), plus, b"::", method.as_str().as_bytes()].concat())
        .ok()
        .map(Aim::Pattern)
}

/// What is best for the hook comes first.
fn weight(standing: &Standing) -> u32 {
    match standing {
        Standing::Woven => 0,
        Standing::NextRequest(_) => 1,
        Standing::Refused(_) => 2,
        Standing::Waiting | Standing::Missing(_) => 3,
    }
}

fn of_function(function: OpArray) -> Standing {
    match Mark::of(function.marked(handle())) {
        Some(mark) => match rules::current().of_effect(mark.rule).and_then(loom::bound) {
            Some((template, _)) if !template.listens => {
                Standing::Refused(format!("a rule weaves it with the wrapper \"{}\", which runs no callbacks", template.name))
            }
            _ => Standing::Woven,
        },
        None if function.has_no_body() => Standing::Waiting,
        None if function.is_preloaded() => {
            Standing::Refused("it was preloaded without a wrapper; a rule that names it has it woven when PHP starts".to_owned())
        }
        None if function.is_shared() => match live::why_not_noted() {
            Some(why) => Standing::Refused(format!("opcache has it without a wrapper, and {why}")),
            None => Standing::NextRequest("opcache has it without a wrapper, and compiles its file anew".to_owned()),
        },
        None if settings::current().join == settings::JoinChoice::Splice => Standing::Refused("weft.join is splice, and it cannot be spliced".to_owned()),
        None => Standing::Refused("a call of this closure is under way".to_owned()),
    }
}

/// Why nothing at all is woven.
fn why_off() -> Option<String> {
    if let Some(error) = rules::current().errors.first() {
        return Some(format!("weft is off: {error}"));
    }
    if !settings::current().enabled {
        return Some("weft is off: weft.enabled is 0".to_owned());
    }
    if rules::switch::is_off() {
        return Some(format!("weft is switched off by {}", settings::current().switch_file.display()));
    }
    loom::prepare_for_hooks().err()
}

fn is_unwoven(function: OpArray) -> bool {
    function.function_name().is_some() && !function.has_no_body() && function.marked(handle()) == 0
}

/// Does a hook aim at this function, or perhaps?
fn fits(aim: &Aim, function: OpArray) -> bool {
    let pattern = match aim {
        Aim::Code(address) => return function.code_address() == *address,
        Aim::Event(_) => return false,
        Aim::Everything => return true,
        Aim::Pattern(pattern) => pattern,
    };
    named(pattern, function)
}

/// Does the pattern name it, or perhaps?
fn named(pattern: &Pattern, function: OpArray) -> bool {
    let Some(name) = function.function_name() else { return false };
    let ancestors = &mut |ancestor: &[u8]| if function.scope_is_a(ancestor) { Ancestry::Is } else { Ancestry::IsNot };
    let attributes = function.attributes();
    let subject = if function.has_flag(ffi::ZEND_ACC_FAKE_CLOSURE) {
        match function.scope_name() {
            Some(class) => Subject::method(class, name),
            None => Subject::function(name),
        }
        .with_attributes(&attributes)
    } else {
        rules::subject(&function, &attributes)
    };
    pattern.fits(&subject, ancestors) == Fit::Yes
}
