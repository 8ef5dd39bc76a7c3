//! Which conditional rules hold in this request: decided once, when it starts.

use std::cell::{Cell, RefCell};

use super::Rules;
use crate::zend::module;

thread_local! {
    /// For each rule, whether it is in force; empty when none has a condition.
    static IN_FORCE: RefCell<Vec<bool>> = const { RefCell::new(Vec::new()) };
    static CONDITIONAL: Cell<bool> = const { Cell::new(false) };
}

/// At request start: looks at script and URI, and draws for rules that take a share of the requests.
pub fn start(rules: &Rules) {
    let conditional = rules.set.rules.iter().any(super::is_conditional);
    if !conditional && !CONDITIONAL.get() {
        return;
    }
    CONDITIONAL.set(conditional);
    IN_FORCE.with_borrow_mut(|in_force| {
        in_force.clear();
        if !conditional {
            return;
        }
        let (script, uri) = (module::request_script(), module::request_uri());
        in_force.extend(
            rules
                .set
                .rules
                .iter()
                .map(|rule| rule.when.fits_request(&script, uri.as_deref()) && rule.sample.is_none_or(|share| share >= 1.0 || draw() < share)),
        );
    });
}

/// Does a rule hold in this request?
pub fn in_force(rule: usize) -> bool {
    IN_FORCE.with_borrow(|in_force| in_force.get(rule).copied().unwrap_or(true))
}

/// A number from 0 up to, not including, 1: independent in each process and request.
fn draw() -> f64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    // The standard library seeds each state from the system's randomness and a counter.
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1u64 << 53) as f64
}
