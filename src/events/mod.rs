//! What PHP does beside running functions: one file for each hook of the engine's.
//!
//! `include` and `eval` are not among them: they are woven, see `weave/ast_hook.rs`. A hook is put in place when a
//! listener of `Weft\on()` or the setting `weft.events` first asks for it.

mod compile;
mod error;
mod exception;
mod execute;
mod gc;
mod interrupt;
mod opcode;
mod report;

use std::sync::{Mutex, PoisonError};

use crate::callbacks::hook::{Event, Position};
use crate::callbacks::registry;
use crate::callbacks::sandbox::{self, Contained};
use crate::rules::{self, Rules};
use crate::settings::Settings;
use crate::zend::callable;
use crate::zend::events;
use crate::zend::log;
use crate::zend::value::Owned;
use crate::zend::{opcodes, sampler};

/// What is wrong with the settings that are about events.
pub fn errors(settings: &Settings) -> Vec<String> {
    let opcodes = rules::opcodes::of_setting(&settings.opcodes).err();
    report::error(&settings.events).into_iter().chain(opcodes).collect()
}

/// At module start. What changes how the engine runs is put in place here, and only if the configuration asks for it.
pub fn start_up(settings: &Settings, rules: &Rules) {
    events::start_up();
    let mut jit_off = JIT_OFF.lock().unwrap_or_else(PoisonError::into_inner);
    *jit_off = None;
    let is_on = settings.enabled && rules.errors.is_empty();
    interrupt::start_up(is_on && !settings.profile.is_empty());
    if !is_on {
        return;
    }
    sampler::install();
    let named = rules::opcodes::of_setting(&settings.opcodes).unwrap_or_default();
    let ruled = rules::opcodes::of_rules(&rules.set).unwrap_or_default();
    // The later ones win, and rules win over the setting, as everywhere.
    opcode::start_up(&named);
    opcode::start_up(&ruled);
    if !settings.trace.is_empty() {
        execute::start_up();
    }
    let reasons = [
        (!named.is_empty(), "weft.opcodes"),
        (!ruled.is_empty(), "a rules file that names opcodes"),
        (!settings.trace.is_empty(), "weft.trace"),
    ];
    *jit_off = reasons.iter().find(|(holds, _)| *holds).map(|(_, reason)| *reason);
    report::start_up(&settings.events);
}

static JIT_OFF: Mutex<Option<&'static str>> = Mutex::new(None);

/// Why PHP's JIT is off, if weft's configuration has it so.
pub fn switches_jit_off() -> Option<&'static str> {
    *JIT_OFF.lock().unwrap_or_else(PoisonError::into_inner)
}

/// At request start.
pub fn request_start() {
    compile::request_start();
    execute::request_start();
    report::request_start();
    interrupt::request_start();
}

/// At request end, while PHP code may still run.
pub fn request_end() {
    interrupt::request_end();
    execute::request_end();
    report::request_end();
}

/// At module shutdown.
pub fn shut_down() {
    events::shut_down();
    opcodes::remove();
    sampler::remove();
}

/// Somebody listens to an event: has the engine tell of it from now on.
pub fn listen(event: Event) {
    match event {
        Event::Include | Event::Eval | Event::Exit => {}
        Event::Error => error::observe(),
        Event::Exception => exception::observe(),
        Event::Gc => gc::observe(),
        Event::Compile => compile::observe(),
        Event::Interrupt => interrupt::observe(),
        // They are named by the configuration, before anything is compiled.
        Event::Opcode => {}
    }
}

/// Is there a listener, and may he be called now?
fn is_heard(event: Event) -> bool {
    registry::list_of_event(event).is_some() && events::may_tell()
}

/// Calls the listeners with what `arguments` makes, if there are any and PHP code may run. Owns nothing across that.
fn tell<const N: usize>(event: Event, arguments: impl Fn() -> [Owned; N]) {
    if !is_heard(event) {
        return;
    }
    events::aside(|| {
        let Some(list) = registry::list_of_event(event) else { return };
        callable::enter();
        let mut arguments = arguments();
        for (turn, number) in list.before.turns.iter().zip(&list.before.hooks) {
            if callable::tell(*turn, list.generation, &mut arguments) {
                continue;
            }
            match sandbox::contain(list.hooks[*number], Position::Before, list.why_read_only(&list.hooks[*number])) {
                Contained::Dropped => {}
                Contained::Block(block) => {
                    block.release();
                    log::write(&format!(
                        "a Weft\\Block of the listener for {} is dropped: there is no call to stop",
                        event.name()
                    ));
                }
                Contained::End => break,
            }
        }
        arguments.into_iter().for_each(Owned::release);
        callable::exit();
    });
}
