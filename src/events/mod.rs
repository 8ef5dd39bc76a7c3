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

use crate::callbacks::hook::{Event, Position};
use crate::callbacks::registry;
use crate::callbacks::sandbox::{self, Contained};
use crate::settings::Settings;
use crate::zend::callable;
use crate::zend::events;
use crate::zend::log;
use crate::zend::value::Owned;
use crate::zend::{opcodes, sampler};

/// What is wrong with the settings that are about events.
pub fn errors(settings: &Settings) -> Vec<String> {
    report::error(&settings.events).into_iter().chain(opcode::error(&settings.opcodes)).collect()
}

/// At module start. What changes how the engine runs is put in place here, and only if the settings ask for it.
pub fn start_up(settings: &Settings) {
    events::start_up();
    if !settings.enabled || !settings.errors.is_empty() {
        return;
    }
    sampler::install();
    opcode::start_up(&settings.opcodes);
    if !settings.trace.is_empty() {
        execute::start_up();
    }
    report::start_up(&settings.events);
}

/// Why PHP's JIT is off, if it is by these settings.
pub fn switches_jit_off(settings: &Settings) -> Option<&'static str> {
    if !settings.opcodes.is_empty() {
        Some("weft.opcodes")
    } else if !settings.trace.is_empty() {
        Some("weft.trace")
    } else {
        None
    }
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
        Event::Include | Event::Eval => {}
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
