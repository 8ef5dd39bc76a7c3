//! Generators that are destroyed before their end: the `after` callbacks hear of it, with no result.

use super::hook::Position;
use super::registry::{self, List};
use super::sandbox::{self, Contained};
use crate::patch_point;
use crate::zend::call::{Call, Stage};
use crate::zend::callable;
use crate::zend::frame::Frame;
use crate::zend::generators::{self, Listener};
use crate::zend::memory::Kept;

/// Before the first call of a generator whose end somebody wants to hear of.
pub fn install() {
    generators::install(Listener { going, gone });
}

/// Lists stay as they are from here to [`gone`].
fn going(frame: Frame) -> usize {
    if callable::inside() {
        return 0;
    }
    let list = patch_point::of_woven(frame).and_then(registry::list_of);
    list.map_or(0, |list| {
        callable::enter();
        list.into_word()
    })
}

fn gone(list: usize, call: Option<Call>, began: u64, destroyed: bool) {
    if let (Some(list), true) = (Kept::<List>::from_word(list), destroyed) {
        for hook in list.hooks.iter().rev() {
            let Some(callback) = hook.callback(Position::After) else { continue };
            let given = call.filter(|_| callback.takes_call());
            if let Some(call) = given {
                call.abandon();
            }
            if callable::run(&[callback.turn()], began, given) == 0
                && let Contained::End = sandbox::contain(*hook, Position::After, Some(GONE.to_owned()))
            {
                break;
            }
            if given.is_some_and(|call| !call.result().dereferenced().is_null()) {
                sandbox::refuse(*hook, Position::After, GONE);
            }
        }
        if let Some(call) = call {
            call.set_stage(Stage::Over);
        }
    }
    callable::exit();
}

const GONE: &str = "the generator was destroyed, and has no result";
