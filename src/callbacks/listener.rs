//! Callbacks of weft's own on every woven function: `weft.test_listeners`.
//!
//! A callback in PHP takes object numbers, includes a file, is a function itself: a test that prints any of that differs
//! though nothing is wrong. These take the way that PHP's own callbacks take, before, after and failed, and leave nothing
//! behind, so that PHP's tests run with a callback on everything and must not differ at all.

use std::cell::Cell;

use super::hook::Aim;
use super::registry::{self, Plan};
use crate::settings::{self, TestListeners};
use crate::zend::callable::Callable;

thread_local! {
    /// The setting, read once.
    static WANTED: Cell<Option<TestListeners>> = const { Cell::new(None) };
}

fn wanted() -> TestListeners {
    WANTED.get().unwrap_or_else(|| {
        let settings = settings::current();
        let wanted = if settings.enabled { settings.test_listeners } else { TestListeners::None };
        WANTED.set(Some(wanted));
        wanted
    })
}

pub fn are_wanted() -> bool {
    wanted() != TestListeners::None
}

/// Registers them, if they are wanted. No rule, no function: what is woven is decided elsewhere.
pub fn request_start() {
    let wanted = wanted();
    if wanted == TestListeners::None {
        return;
    }
    let callback = || Some(Callable::listener(wanted == TestListeners::Call));
    registry::add(Plan {
        target: "*".to_owned(),
        aim: Aim::Everything,
        priority: 0,
        before: callback(),
        after: callback(),
        failed: callback(),
        yielded: None,
        resumed: None,
        read_only: true,
        nested: false,
    });
}
