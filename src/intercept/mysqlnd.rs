//! `mysqlnd::query` and its kind: what mysqli and PDO have MySQL do.
//!
//! mysqlnd has no PHP functions, so weft compiles some, a class `mysqlnd` that only weft can find, at the first call of a
//! request that a rule or a hook names. Its methods are woven like any others, and do what mysqlnd would have done. As long as
//! nothing of it is named, weft is no plugin of mysqlnd's at all.

use std::cell::Cell;
use std::sync::Arc;

use weft_wire::{Ancestry, Fit, Pattern, Subject};

use crate::rules::{DRIVER, Rules, wanted};
use crate::zend::mysqlnd;

thread_local! {
    /// What the rules name: the rules by their address, how many hooks all processes have, and the operations, a bit for each.
    static NAMED: Cell<(usize, usize, u32)> = const { Cell::new((0, 0, 0)) };
    /// The same with what this request hooked.
    static WANTED: Cell<u32> = const { Cell::new(0) };
    /// Does a request run?
    static ON: Cell<bool> = const { Cell::new(false) };
}

pub fn request_start(rules: &Arc<Rules>) {
    mysqlnd::forget();
    ON.set(true);
    let (address, noted) = (Arc::as_ptr(rules) as usize, wanted::noted());
    let (known, with, mut bits) = NAMED.get();
    if (known, with) != (address, noted) {
        bits = operations(|name| rules.name_internal(DRIVER, name));
        NAMED.set((address, noted, bits));
    }
    want(bits);
}

/// A hook was registered.
pub fn hooked(pattern: &Pattern) {
    if !ON.get() {
        return;
    }
    let bits = operations(|name| {
        let subject = Subject::method(DRIVER, name).internal();
        pattern.fits(&subject, &mut |_| Ancestry::IsNot) == Fit::Yes
    });
    if bits & !WANTED.get() != 0 {
        want(bits | WANTED.get());
    }
}

fn operations(is_named: impl Fn(&[u8]) -> bool) -> u32 {
    (0..)
        .map_while(mysqlnd::operation)
        .enumerate()
        .filter(|(_, name)| is_named(name))
        .map(|(number, _)| 1 << number)
        .sum()
}

fn want(bits: u32) {
    let bits = if bits != 0 && mysqlnd::install() { bits } else { 0 };
    WANTED.set(bits);
    mysqlnd::want(bits);
}

pub fn request_end() {
    ON.set(false);
    WANTED.set(0);
    mysqlnd::want(0);
}

pub fn forget() {
    mysqlnd::forget();
}

pub fn shut_down() {
    mysqlnd::remove();
    NAMED.set((0, 0, 0));
}
