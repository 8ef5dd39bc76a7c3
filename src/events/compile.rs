//! Files that PHP compiles, or takes from opcache.

use std::cell::RefCell;

use super::{report, tell};
use crate::callbacks::hook::Event;
use crate::weave::late_hook;
use crate::zend::events::{self, Compiling};
use crate::zend::value::Owned;

/// How much was compiled and woven before a file was begun.
#[derive(Clone, Copy, Default)]
struct Before {
    files: u64,
    woven: u64,
}

thread_local! {
    /// For each file that is being compiled; in a file's compilation another one may be asked for.
    static BEGUN: RefCell<Vec<Before>> = const { RefCell::new(Vec::new()) };
}

pub fn observe() {
    events::observe_compile(on_compile);
}

/// A fatal error in a file leaves it begun.
pub fn request_start() {
    BEGUN.with_borrow_mut(Vec::clear);
}

fn now() -> Before {
    let (spliced, called) = late_hook::woven();
    Before {
        files: late_hook::files(),
        woven: spliced + called,
    }
}

fn on_compile(compiling: Compiling) {
    let Compiling::Ends { file, duration_ns, failed } = compiling else {
        return BEGUN.with_borrow_mut(|begun| begun.push(now()));
    };
    let before = BEGUN.with_borrow_mut(Vec::pop).unwrap_or_default();
    let (woven, cached) = (now().woven - before.woven, !failed && now().files == before.files);
    let sums = [("files", 1), ("cached", u64::from(cached)), ("woven", woven), ("duration_ns", duration_ns)];
    report::count(Event::Compile, &[], |_| Vec::new(), &sums);
    tell(Event::Compile, || {
        let mut told = Owned::array(5);
        told.place().put("file", Owned::text(file));
        told.place().put("duration_ns", Owned::int(duration_ns.cast_signed()));
        told.place().put("woven", Owned::int(woven.cast_signed()));
        told.place().put("cached", Owned::bool(cached));
        told.place().put("failed", Owned::bool(failed));
        [told]
    });
}
