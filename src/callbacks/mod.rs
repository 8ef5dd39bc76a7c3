//! Callbacks at run time: who listens to which woven function, and what happens when one is called.
//!
//! [`registry`] knows the hooks of this request and gives each patch point its list. [`dispatch`] runs the list when
//! woven code asks; [`way_out`] is its second half, [`resumable`] what is different for generators. [`arguments`] and [`results`] check what callbacks change;
//! [`construct`] does the same for `include` and `eval`;
//! [`sandbox`] keeps in what must not get out of a callback. [`listener`] is for tests.

mod abandoned;
pub mod arguments;
pub mod budget;
pub mod construct;
pub mod dispatch;
pub mod hook;
pub mod listener;
pub mod pending;
pub mod registry;
pub mod results;
pub mod resumable;
pub mod sandbox;
mod way_out;

use std::cell::Cell;

thread_local! {
    /// Has this process looked whether it must be ready for callbacks before there is one?
    static PREPARED: Cell<bool> = const { Cell::new(false) };
}

pub fn start_up(budget_ms: u64) {
    PREPARED.set(false);
    budget::start_up(budget_ms);
    crate::zend::callable::start_up();
    crate::zend::exception::start_up(sandbox::raised);
}

pub fn shut_down() {
    budget::shut_down();
    crate::zend::exception::shut_down();
}

pub fn request_start() {
    budget::request_start();
    crate::zend::generators::reset();
    crate::zend::quick::request_start();
    registry::request_start();
    listener::request_start();
}

/// At request start, when there are rules: callbacks are to be expected, and what the JIT compiles never asks again which
/// function it calls.
pub fn expect() {
    if !PREPARED.replace(true) && crate::zend::module::is_jit_on() {
        crate::zend::callable::prepare_sandbox();
    }
}

/// The end of a request, while PHP code may still run.
pub fn request_end() {
    let clean = crate::zend::module::is_clean();
    pending::request_end(clean);
    construct::request_end(clean);
    crate::zend::quick::request_end(clean);
    if clean {
        crate::zend::generators::request_end();
    }
    registry::request_end(clean);
}

/// No PHP code runs any more.
pub fn forget() {
    registry::forget();
}
