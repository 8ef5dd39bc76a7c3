//! What PHP does not compile is not woven: weft is called in its place, and is heard of all the same.
//!
//! [`table`] knows which internal functions a rule or a hook names, and has their handlers exchanged as long as one does.
//! [`call`] is what then runs: the callbacks of hooks, by the same dispatch as in woven functions, inside of the
//! [`wrapper`] that a rule asks for. [`standing`] says how it is with a function, and why. [`mysqlnd`] is the driver.

mod call;
pub mod mysqlnd;
pub mod standing;
mod table;
mod wrapper;

use std::sync::Arc;

use crate::callbacks::hook::Aim;
use crate::rules::Rules;
use crate::zend::handlers;

pub use table::{count, point_of, release};
pub use wrapper::{is_template, proceed, target_of};

/// At module start.
pub fn start_up() {
    handlers::start_up(call::on_call);
}

/// All modules have started: what they brought is there.
pub fn started() {
    table::apply_rules();
}

/// An extension was loaded in the middle of a request.
pub fn extension_loaded() {
    table::apply_rules();
    table::settle();
}

/// At request start: the rules may have changed. Nothing is done for what they do not name.
pub fn request_start(rules: &Arc<Rules>) {
    table::request_start(rules);
    mysqlnd::request_start(rules);
}

/// The request is over: nobody listens, and what was named in it alone is PHP's own again.
pub fn request_end() {
    table::request_end();
    mysqlnd::request_end();
}

/// No PHP code runs any more.
pub fn forget() {
    table::forget();
    mysqlnd::forget();
}

/// Gives back what was taken from PHP and extensions.
pub fn shut_down() {
    mysqlnd::shut_down();
    table::shut_down();
    handlers::shut_down();
}

/// Has weft called in the place of the built-in functions that a hook aims at.
pub fn reach(aim: &Aim) {
    if let Aim::Pattern(pattern) = aim {
        table::reach(pattern);
    }
}
